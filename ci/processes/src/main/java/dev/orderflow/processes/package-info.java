/** Real programs for tests: each a process, which ends when its starter does. */
@NullMarked
package dev.orderflow.processes;

import org.jspecify.annotations.NullMarked;
