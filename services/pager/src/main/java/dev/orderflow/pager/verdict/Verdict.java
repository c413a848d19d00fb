package dev.orderflow.pager.verdict;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A responder's statement of the cause.
 *
 * @param at by the pager's clock
 * @param who a person, or a program
 * @param page null where it is about no page in particular, as that nothing is wrong
 * @param component as {@code Cause.Component} has it
 * @param mechanism as {@code Cause.Mechanism} has it
 * @param traceId of the trace that shows it, empty where none was named
 */
public record Verdict(
        long number, Instant at, String who, @Nullable Long page, String component, String mechanism, String traceId) {}
