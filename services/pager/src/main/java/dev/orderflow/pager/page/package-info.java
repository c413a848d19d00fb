/** Pages, their states and their timeline, and what people, alerts and the clock do to them. */
@NullMarked
package dev.orderflow.pager.page;

import org.jspecify.annotations.NullMarked;
