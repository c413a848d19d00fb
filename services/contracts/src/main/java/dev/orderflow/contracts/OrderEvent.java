package dev.orderflow.contracts;

/** An event of the order service, published on {@link Topics#ORDERS}. */
public sealed interface OrderEvent extends Event permits OrderPlaced, OrderPaid, OrderCancelled {}
