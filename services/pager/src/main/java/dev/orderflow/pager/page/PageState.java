package dev.orderflow.pager.page;

/** Where a page stands. */
public enum PageState {
    TRIGGERED,
    ACKNOWLEDGED,
    RESOLVED
}
