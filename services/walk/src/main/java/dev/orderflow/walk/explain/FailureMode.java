package dev.orderflow.walk.explain;

/**
 * The way in which a span failed, or took its time, classified by its kind, its attributes and its exceptions. Unlike
 * {@code Cause.Mechanism}, which names a root cause, this is what a single span shows.
 */
public enum FailureMode {
    CONNECTION_REFUSED("the database refused a connection"),
    CONNECTION_WAIT("waited for a connection of the pool"),
    LOCK_WAIT("a statement waited for a lock"),
    SLOW_STATEMENT("a statement took its time"),
    REPEATED_STATEMENT("one statement ran again and again"),
    FAILED_STATEMENT("a statement failed"),
    STORE_CALL("a call to a store"),
    PUBLISH("sending a message"),
    DOWNSTREAM_REFUSED("nobody listens at the service that was called"),
    DOWNSTREAM_SILENT("a call found no answer, and no span of the callee shows why"),
    DOWNSTREAM_QUEUE("between the call and the service that it went to"),
    DOWNSTREAM_ERROR("the service that was called said no"),
    CONSUMER_FAILURE("processing a message failed"),
    ERROR("the service's own code failed"),
    OWN_TIME("the service's own work: its processor, a lock within it, or what is not traced");

    private final String words;

    FailureMode(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /** Reports whether the span waited for a connection, so that the trace may lack the statement it was for. */
    public boolean isConnection() {
        return this == CONNECTION_REFUSED || this == CONNECTION_WAIT;
    }

    /** Reports whether the trace shows no cause, so that another trace of the same page may say more. */
    public boolean isVague() {
        return this == DOWNSTREAM_SILENT || this == OWN_TIME;
    }

    /** Reports whether the span waited for, or was refused by, something whose own reason other traces may show. */
    public boolean isSymptom() {
        return switch (this) {
            case CONNECTION_WAIT, DOWNSTREAM_QUEUE, DOWNSTREAM_ERROR, ERROR -> true;
            default -> false;
        };
    }
}
