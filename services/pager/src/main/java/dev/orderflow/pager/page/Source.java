package dev.orderflow.pager.page;

import java.util.Arrays;

/** Senders of pages; a dedup key is unique within one source. */
public enum Source {
    ALERTMANAGER,
    EVENTS,
    GRAFANA,
    DEAD_MAN,

    /** One that only a later release knows. */
    UNKNOWN;

    static Source of(String name) {
        return Arrays.stream(values())
                .filter(source -> source.name().equals(name))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
