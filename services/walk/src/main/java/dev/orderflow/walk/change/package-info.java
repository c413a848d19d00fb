/**
 * What was changed in the cluster before something began: deployments, configuration and network policies, with time
 * and author. Start with {@link dev.orderflow.walk.change.Change}. May use {@code stores}, and no other package of this
 * module.
 */
@NullMarked
package dev.orderflow.walk.change;

import org.jspecify.annotations.NullMarked;
