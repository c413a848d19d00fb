/**
 * Products and their stock, which orders reserve, release and sell. Start with {@code Reservations}. Uses
 * {@code contracts} and {@code platform}.
 */
@NullMarked
package dev.orderflow.inventory;

import org.jspecify.annotations.NullMarked;
