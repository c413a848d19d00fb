/** The door: routes, checks who asks, keeps the deadline. */
@NullMarked
package dev.orderflow.gateway;

import org.jspecify.annotations.NullMarked;
