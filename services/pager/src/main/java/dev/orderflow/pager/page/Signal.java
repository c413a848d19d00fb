package dev.orderflow.pager.page;

import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An alert or event that asks for a page.
 *
 * @param dedupKey what makes it the same page as another: never its text
 * @param newestStart when the youngest of its alerts began, by the sender's clock
 * @param ended the fingerprints of alerts of the same group that have ended
 */
public record Signal(
        Source source,
        String dedupKey,
        String title,
        String severity,
        Detail detail,
        Instant newestStart,
        Set<String> ended) {

    private static final int LONGEST_TITLE = 1024; // as in PagerDuty's Events API v2

    /** Line breaks and other controls, and what turns the direction of the text around it. */
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]+");

    /** Makes one line of the title: it stands in logs, subjects and lists. */
    public Signal {
        title = CONTROLS.matcher(title).replaceAll(" ").strip();
        title = title.isEmpty() ? "(no title)" : title;
        title = title.length() > LONGEST_TITLE ? title.substring(0, LONGEST_TITLE - 1) + "…" : title;
    }

    public Signal(Source source, String dedupKey, String title, String severity, Detail detail, Instant newestStart) {
        this(source, dedupKey, title, severity, detail, newestStart, Set.of());
    }
}
