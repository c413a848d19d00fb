/**
 * Pages, their states and their timeline, and the transitions that people, alerts and time cause. Start with
 * {@code Paging}. Uses {@code pager}, {@code oncall} and {@code stores}.
 */
@NullMarked
package dev.orderflow.pager.page;

import org.jspecify.annotations.NullMarked;
