/** Which service calls, and on which shopper's behalf: what {@code /internal} asks of a call. */
@NullMarked
package dev.orderflow.platform.identity;

import org.jspecify.annotations.NullMarked;
