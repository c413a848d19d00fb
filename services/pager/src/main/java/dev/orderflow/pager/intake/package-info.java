/** How alerts come in. */
@NullMarked
package dev.orderflow.pager.intake;

import org.jspecify.annotations.NullMarked;
