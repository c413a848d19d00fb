package dev.orderflow.contracts;

import java.util.UUID;

/** Where an order goes. */
public record Address(UUID id, String street, String city, String country) {}
