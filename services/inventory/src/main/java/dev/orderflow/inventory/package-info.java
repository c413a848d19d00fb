/** Products and their stock: reserved, released, sold. */
@NullMarked
package dev.orderflow.inventory;

import org.jspecify.annotations.NullMarked;
