/** Who is told, when. */
@NullMarked
package dev.orderflow.pager.oncall;

import org.jspecify.annotations.NullMarked;
