package dev.orderflow.contracts;

import java.util.List;
import java.util.UUID;

/** A shopper as they see themselves. */
public record Profile(UUID id, String email, String name, List<Address> addresses) {}
