/**
 * Payments: charges each order once at the bank, and keeps the ledger. Start with {@code OrderListener}. Uses
 * {@code contracts} and {@code platform}.
 */
@NullMarked
package dev.orderflow.payment;

import org.jspecify.annotations.NullMarked;
