package dev.orderflow.stores;

import java.util.Objects;

/** Thrown if a store does not answer, or not as expected. The message holds the address and the store's own message. */
public final class StoreException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final int status;

    StoreException(String message) {
        super(message);
        this.status = 0;
    }

    StoreException(String message, int status) {
        super(message);
        this.status = status;
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    /** Returns the HTTP status of an answer that is not 200; 0 if no readable answer came. */
    public int status() {
        return status;
    }

    /** Returns the message, which is never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
