/**
 * JSON settings: unknown fields are tolerated, and fractions are no integers. Start with {@code JsonAutoConfiguration}.
 * Uses no other package of ours.
 */
@NullMarked
package dev.orderflow.platform.json;

import org.jspecify.annotations.NullMarked;
