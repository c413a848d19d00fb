/** How often somebody may ask. */
@NullMarked
package dev.orderflow.platform.limit;

import org.jspecify.annotations.NullMarked;
