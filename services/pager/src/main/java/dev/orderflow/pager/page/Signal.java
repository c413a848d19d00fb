package dev.orderflow.pager.page;

import java.time.Instant;

/**
 * Something fires.
 *
 * @param dedupKey what makes it the same page as another: never its text
 * @param newestStart when the youngest of its alerts began, by the sender's clock
 */
public record Signal(Source source, String dedupKey, String title, String severity, Detail detail, Instant newestStart) {

    private static final int LONGEST_TITLE = 1024; // as in PagerDuty's Events API v2

    public Signal {
        title = title.length() > LONGEST_TITLE ? title.substring(0, LONGEST_TITLE - 1) + "…" : title;
    }
}
