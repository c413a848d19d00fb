/**
 * The port that Kubernetes asks for a program's health. Start with {@link dev.orderflow.platform.probe.ProbeServer}.
 * Uses no other package.
 */
@NullMarked
package dev.orderflow.platform.probe;

import org.jspecify.annotations.NullMarked;
