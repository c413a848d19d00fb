/**
 * The client of the running cluster: kubectl, Helm, the pager's API, the load and the audit as a person starts them,
 * and the stores of the stack that was installed. Start with {@link dev.orderflow.drill.cluster.Cluster}. Uses
 * {@code walk} and {@code stores}, and no other package of this module.
 */
@NullMarked
package dev.orderflow.drill.cluster;

import org.jspecify.annotations.NullMarked;
