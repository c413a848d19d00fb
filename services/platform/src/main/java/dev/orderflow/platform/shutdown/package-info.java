/** The end of a service: no request fails for it. Start with {@code Drain}. Uses no other package of ours. */
@NullMarked
package dev.orderflow.platform.shutdown;

import org.jspecify.annotations.NullMarked;
