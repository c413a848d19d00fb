/** The shutdown of a service without failed requests. Start with {@code Drain}. Uses no other package of ours. */
@NullMarked
package dev.orderflow.platform.shutdown;

import org.jspecify.annotations.NullMarked;
