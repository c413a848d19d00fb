package dev.orderflow.payment;

/** Where an order's payment stands: AUTHORISED, then CAPTURED or VOIDED; CAPTURED, then REFUNDED. */
enum PaymentStatus {
    AUTHORISED,
    DECLINED,
    CAPTURED,
    VOIDED,
    REFUNDED
}
