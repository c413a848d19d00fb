/**
 * Requests over java.net.http whose limits hold for the whole answer. Start with {@code Exchange}. Uses no other
 * package of ours.
 */
@NullMarked
package dev.orderflow.exchange;

import org.jspecify.annotations.NullMarked;
