/**
 * Notifications of shoppers by mail, one for each outcome of a payment. {@code PaymentListener} stores them, and
 * {@code Sender}, the class to read first, sends them by a {@code Channel}. Uses {@code contracts} and
 * {@code platform}.
 */
@NullMarked
package dev.orderflow.notification;

import org.jspecify.annotations.NullMarked;
