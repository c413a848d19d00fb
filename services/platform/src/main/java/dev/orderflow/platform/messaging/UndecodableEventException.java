package dev.orderflow.platform.messaging;

import org.jspecify.annotations.Nullable;

/** A record that is no event of its topic; no retry changes that. */
final class UndecodableEventException extends RuntimeException {

    UndecodableEventException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
