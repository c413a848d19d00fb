/**
 * Orders, from placement through payment to their end. Start with {@code OrderPlacement}, which reserves stock and
 * stores the order, and {@code Orders}, the transitions of its state. Uses {@code contracts} and {@code platform}.
 */
@NullMarked
package dev.orderflow.order;

import org.jspecify.annotations.NullMarked;
