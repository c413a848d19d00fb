/**
 * Incidents on the running cluster: files that describe them, and the commands that trigger, rehearse, prove and
 * recover from them. Start with {@link dev.orderflow.drill.incident.IncidentFile} for the data, and with
 * {@code IncidentRun} for one run. May use {@code console}, {@code stores}, {@code walk} and the packages
 * {@code cluster}, {@code job} and {@code recording}.
 */
@NullMarked
package dev.orderflow.drill.incident;

import org.jspecify.annotations.NullMarked;
