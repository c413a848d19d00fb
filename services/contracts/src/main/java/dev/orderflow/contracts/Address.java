package dev.orderflow.contracts;

import java.util.UUID;

/** A delivery address. */
public record Address(UUID id, String street, String city, String country) {}
