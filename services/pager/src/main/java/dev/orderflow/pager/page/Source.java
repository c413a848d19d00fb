package dev.orderflow.pager.page;

/** What told of a page; a dedup key is one source's own. */
public enum Source {
    ALERTMANAGER,
    EVENTS,
    DEAD_MAN
}
