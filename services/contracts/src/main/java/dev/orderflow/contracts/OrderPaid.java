package dev.orderflow.contracts;

import java.time.Instant;
import java.util.UUID;

/** An order's payment is authorised and its stock sold: the money is to be captured. */
public record OrderPaid(UUID eventId, UUID orderId, Instant occurredAt) implements OrderEvent {}
