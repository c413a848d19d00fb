/**
 * Verdicts: the cause that a responder states, chosen from closed lists. Start with {@code Verdicts}. Uses
 * {@code pager}, {@code page} and {@code walk.cause}.
 */
@NullMarked
package dev.orderflow.pager.verdict;

import org.jspecify.annotations.NullMarked;
