/** Real programs for tests, each a process, which ends when its starter does; and what a real system left behind. */
@NullMarked
package dev.orderflow.processes;

import org.jspecify.annotations.NullMarked;
