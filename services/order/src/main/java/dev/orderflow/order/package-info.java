/** Orders: accepted, followed through payment, shown to their shopper. */
@NullMarked
package dev.orderflow.order;

import org.jspecify.annotations.NullMarked;
