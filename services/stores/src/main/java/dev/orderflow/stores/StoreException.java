package dev.orderflow.stores;

import java.util.Objects;

/** A store did not answer, or not what was asked; the message holds the address and the store's own words. */
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

    StoreException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    /** The HTTP status of an answer that is not 200; 0 where none came, or where it could not be read. */
    public int status() {
        return status;
    }

    /** Never null, other than of exceptions in general. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
