/**
 * Requests over java.net.http whose limits hold for the whole answer. Read {@link dev.orderflow.exchange.Exchange}
 * first.
 */
@NullMarked
package dev.orderflow.exchange;

import org.jspecify.annotations.NullMarked;
