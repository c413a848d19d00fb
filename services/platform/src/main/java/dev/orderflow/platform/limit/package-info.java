/**
 * Rate limits: token buckets, places for concurrent work, and cookies of known devices. Start with {@code RateLimits}.
 * Uses no other package of ours.
 */
@NullMarked
package dev.orderflow.platform.limit;

import org.jspecify.annotations.NullMarked;
