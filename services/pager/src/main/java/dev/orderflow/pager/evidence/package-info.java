/** What the walk found when a page came, kept with it. */
@NullMarked
package dev.orderflow.pager.evidence;

import org.jspecify.annotations.NullMarked;
