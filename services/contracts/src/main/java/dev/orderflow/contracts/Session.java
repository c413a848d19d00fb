package dev.orderflow.contracts;

import java.util.UUID;

/** A login that has not ended. */
public record Session(UUID sessionId, UUID userId) {}
