package dev.orderflow.pager.notify;

/** A way to notify a person. */
interface Channel {

    /** As it stands in the timeline. */
    String name();

    /**
     * Hands a message over, or gives up within ten seconds. After a crash one may come again, with the same id.
     *
     * @throws RuntimeException where it was not taken; it is tried again
     */
    void send(Message message);
}
