/**
 * The client of the running cluster: kubectl, Helm, the pager's API, the load, the audit, and the stores of the stack
 * that was installed; and what the commands on it have in common. Start with
 * {@link dev.orderflow.drill.cluster.Cluster}. Uses {@code walk}, {@code stores} and {@code audit}, and no other
 * package of this module.
 */
@NullMarked
package dev.orderflow.drill.cluster;

import org.jspecify.annotations.NullMarked;
