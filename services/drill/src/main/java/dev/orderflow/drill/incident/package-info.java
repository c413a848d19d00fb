/** Incidents on the running cluster: set off, watched, recovered from, proved. */
@NullMarked
package dev.orderflow.drill.incident;

import org.jspecify.annotations.NullMarked;
