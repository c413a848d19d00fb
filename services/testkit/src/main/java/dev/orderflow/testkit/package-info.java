/** Real programs for tests, each a process, which ends when its starter does; and what a real system left behind. */
@NullMarked
package dev.orderflow.testkit;

import org.jspecify.annotations.NullMarked;
