/** What can be wrong, in words of closed lists, and which of it a trace shows. */
@NullMarked
package dev.orderflow.walk.cause;

import org.jspecify.annotations.NullMarked;
