/**
 * Evidence of a page: runs the walk when a page begins, and stores what it finds. Start with {@code Walker}. Uses
 * {@code pager}, {@code page}, {@code stores} and {@code walk}.
 */
@NullMarked
package dev.orderflow.pager.evidence;

import org.jspecify.annotations.NullMarked;
