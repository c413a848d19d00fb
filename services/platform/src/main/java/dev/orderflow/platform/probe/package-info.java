/**
 * The port at which Kubernetes asks for a program's health. Start with {@code ProbeServer}. Uses no other package of
 * ours.
 */
@NullMarked
package dev.orderflow.platform.probe;

import org.jspecify.annotations.NullMarked;
