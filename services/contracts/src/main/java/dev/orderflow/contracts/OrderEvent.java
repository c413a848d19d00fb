package dev.orderflow.contracts;

/** What the order service tells, on {@link Topics#ORDERS}. */
public sealed interface OrderEvent extends Event permits OrderPlaced, OrderPaid, OrderCancelled {}
