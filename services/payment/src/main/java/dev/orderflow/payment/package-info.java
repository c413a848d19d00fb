/** Payments: charges each order once and keeps the ledger. */
@NullMarked
package dev.orderflow.payment;

import org.jspecify.annotations.NullMarked;
