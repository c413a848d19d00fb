package dev.orderflow.load;

/** Thrown if the load cannot do its work. The message says why, and what to try. */
public final class LoadException extends Exception {

    LoadException(String message) {
        super(message);
    }
}
