package dev.orderflow.contracts;

import java.util.List;
import java.util.UUID;

/** A shopper's profile, as the shopper sees it. */
public record Profile(UUID id, String email, String name, List<Address> addresses) {}
