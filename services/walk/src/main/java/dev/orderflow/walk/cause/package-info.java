/**
 * The closed lists of components and mechanisms that name a root cause, and which causes a trace shows. Start with
 * {@link dev.orderflow.walk.cause.Cause}. May use {@code stores.trace} and the package {@code explain}.
 */
@NullMarked
package dev.orderflow.walk.cause;

import org.jspecify.annotations.NullMarked;
