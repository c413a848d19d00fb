/**
 * The client of the running cluster: kubectl, Helm, the pager's API, the load, the audit, and the telemetry stores of
 * the installed stack; also the base class of the commands. Start with {@link dev.orderflow.drill.cluster.Cluster}. May
 * use {@code console}, {@code exchange}, {@code stores}, {@code audit} and {@code walk.cause}, and no other package of
 * this module.
 */
@NullMarked
package dev.orderflow.drill.cluster;

import org.jspecify.annotations.NullMarked;
