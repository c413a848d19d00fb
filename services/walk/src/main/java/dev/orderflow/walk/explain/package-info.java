/**
 * Finds, in the spans of one trace, the span that explains its failure or its duration, and in which way that span
 * failed. Start with {@link dev.orderflow.walk.explain.Explainer}. May use {@code stores}, and no other package of this
 * module.
 */
@NullMarked
package dev.orderflow.walk.explain;

import org.jspecify.annotations.NullMarked;
