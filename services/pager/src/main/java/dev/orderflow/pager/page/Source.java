package dev.orderflow.pager.page;

/** Who sent a page; a dedup key is one source's own. */
public enum Source {
    ALERTMANAGER,
    EVENTS,
    GRAFANA,
    DEAD_MAN
}
