/** From a real Alertmanager through the pager, a process of its own, to somebody's server. */
@NullMarked
package dev.orderflow.pager.delivery;

import org.jspecify.annotations.NullMarked;
