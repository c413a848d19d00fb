package dev.orderflow.pager.page;

import java.util.Arrays;

/** Who sent a page; a dedup key is one source's own. */
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
