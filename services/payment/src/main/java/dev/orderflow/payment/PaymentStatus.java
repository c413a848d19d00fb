package dev.orderflow.payment;

/** States of an order's payment: AUTHORISED, then CAPTURED or VOIDED; CAPTURED, then REFUNDED. */
enum PaymentStatus {
    AUTHORISED,
    DECLINED,
    CAPTURED,
    VOIDED,
    REFUNDED
}
