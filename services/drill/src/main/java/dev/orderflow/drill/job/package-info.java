/**
 * Commands that run as a Kubernetes Job, through ci/job: the load, and the replay of dead letters. Start with
 * {@link dev.orderflow.drill.job.ClusterLoadCommand}. May use {@code console}, {@code stores}, {@code load},
 * {@code replay} and the package {@code cluster}.
 */
@NullMarked
package dev.orderflow.drill.job;

import org.jspecify.annotations.NullMarked;
