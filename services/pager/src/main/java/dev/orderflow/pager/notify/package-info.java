/** How people are told: an outbox, and channels out of it. */
@NullMarked
package dev.orderflow.pager.notify;

import org.jspecify.annotations.NullMarked;
