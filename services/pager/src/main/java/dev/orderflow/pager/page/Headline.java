package dev.orderflow.pager.page;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A page as a list shows it, without its detail; see {@link Page}. */
public record Headline(
        long number,
        PageState state,
        String title,
        Instant triggeredAt,
        @Nullable String acknowledgedBy,
        @Nullable Instant resolvedAt,
        @Nullable Instant dueAt) {}
