package dev.orderflow.notification;

import dev.orderflow.notification.Notifications.Message;

/** A way to notify a shopper. */
interface Channel {

    /**
     * Hands a message over. After a crash one may come again, with the same event id.
     *
     * @throws RefusedException where it will never be taken
     * @throws RuntimeException where it was not taken now; it is tried again
     */
    void send(Message message);
}
