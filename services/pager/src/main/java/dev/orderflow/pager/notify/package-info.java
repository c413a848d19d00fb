/**
 * Notifications of people: an outbox, and the channels by which it is sent. Start with {@code Dispatcher}. Uses
 * {@code pager}, {@code oncall}, {@code page} and {@code exchange}.
 */
@NullMarked
package dev.orderflow.pager.notify;

import org.jspecify.annotations.NullMarked;
