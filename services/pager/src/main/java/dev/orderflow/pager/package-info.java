/** The pager: it is told of alerts, keeps them as pages, and tells people until one of them answers. */
@NullMarked
package dev.orderflow.pager;

import org.jspecify.annotations.NullMarked;
