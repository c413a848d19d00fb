/** The same for programs. */
@NullMarked
package dev.orderflow.pager.api;

import org.jspecify.annotations.NullMarked;
