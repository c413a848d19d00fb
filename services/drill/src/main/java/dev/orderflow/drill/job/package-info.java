/**
 * Commands that run as a Job of the cluster, by ci/job: the load and the replay of dead letters. Start with
 * {@link dev.orderflow.drill.job.ClusterLoadCommand}. Uses {@code load}, {@code replay} and the package
 * {@code cluster}.
 */
@NullMarked
package dev.orderflow.drill.job;

import org.jspecify.annotations.NullMarked;
