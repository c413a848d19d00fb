package dev.orderflow.pager.page;

/** States of a page. */
public enum PageState {
    TRIGGERED,
    ACKNOWLEDGED,
    RESOLVED
}
