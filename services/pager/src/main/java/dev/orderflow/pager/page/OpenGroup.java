package dev.orderflow.pager.page;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An open page as it is compared with Alertmanager's list: without its alerts, since thousands are compared at once.
 *
 * @param labels those that all alerts have in common
 * @param group where the alerts were grouped; null where an earlier release stored the page
 * @param truncated how many alerts were left out
 * @param silencedUntil when Alertmanager's silence of all its alerts ends; null where there is none
 */
public record OpenGroup(
        long number,
        String dedupKey,
        Map<String, String> labels,
        Detail.@Nullable Group group,
        int truncated,
        @Nullable Instant silencedUntil) {

    public static OpenGroup of(Page page) {
        var detail = page.detail();
        return new OpenGroup(
                page.number(),
                page.dedupKey(),
                detail.labels(),
                detail.group(),
                detail.truncated(),
                page.silencedUntil());
    }
}
