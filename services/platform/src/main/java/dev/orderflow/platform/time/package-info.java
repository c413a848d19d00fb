/** The clock. */
@NullMarked
package dev.orderflow.platform.time;

import org.jspecify.annotations.NullMarked;
