package dev.orderflow.stores;

import java.util.Objects;

/** A store did not answer, or not what was asked; the message holds the address and the store's own words. */
public final class StoreException extends IllegalStateException {

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Never null, other than of exceptions in general. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
