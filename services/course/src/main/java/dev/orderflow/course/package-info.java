/**
 * The command line of the course: makes a lesson's working tree, and checks a learner's tree by the telemetry that it
 * records. Start with {@code Course}. Uses {@code console}, and of this module {@code lesson} and {@code check}.
 */
@NullMarked
package dev.orderflow.course;

import org.jspecify.annotations.NullMarked;
