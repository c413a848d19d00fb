package dev.orderflow.contracts;

/** Names of the headers that a dead letter has besides Spring's own {@code kafka_dlt-*}; each value is text. */
public final class DeadLetterHeaders {

    /** What the consumer found wrong with it: an error's class and words. */
    public static final String REASON = "dead-letter-reason";

    /** How often it was sent back to where it came from; none where never. It stays when it is. */
    public static final String REPLAYS = "dead-letter-replays";

    /**
     * Names the consumer group that a record was sent back to, the one that gave it up; none where never. All others
     * pass over the record: each had its effect long ago, or has a dead letter of its own.
     */
    public static final String GROUP = "dead-letter-group";

    private DeadLetterHeaders() {}
}
