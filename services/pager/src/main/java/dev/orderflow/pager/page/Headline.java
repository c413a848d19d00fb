package dev.orderflow.pager.page;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a list shows of a page, so without what it is about; see {@link Page}. */
public record Headline(
        long number,
        PageState state,
        String title,
        Instant triggeredAt,
        @Nullable String acknowledgedBy,
        @Nullable Instant resolvedAt,
        @Nullable Instant dueAt) {}
