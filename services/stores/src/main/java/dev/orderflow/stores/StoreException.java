package dev.orderflow.stores;

/** A store did not answer, or not what was asked; the message holds the address and the store's own words. */
public final class StoreException extends IllegalStateException {

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
