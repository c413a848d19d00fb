package dev.orderflow.load;

/** The load could not do its work; the message says why and what to try. */
public final class LoadException extends Exception {

    LoadException(String message) {
        super(message);
    }
}
