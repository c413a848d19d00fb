/** Incidents on the running cluster: set off, watched, recovered from, proved. */
@NullMarked
package dev.orderflow.e2e.incident;

import org.jspecify.annotations.NullMarked;
