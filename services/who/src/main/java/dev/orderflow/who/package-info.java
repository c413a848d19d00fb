/**
 * The comparison of two selections of shoppers or orders: by which attributes do those that failed differ from those
 * that did not? Start with {@link dev.orderflow.who.Who}, which reads them from a trace store, or with
 * {@link dev.orderflow.who.Comparison}, which compares any. Uses {@code stores}.
 */
@NullMarked
package dev.orderflow.who;

import org.jspecify.annotations.NullMarked;
