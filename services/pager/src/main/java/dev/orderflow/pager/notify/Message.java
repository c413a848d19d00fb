package dev.orderflow.pager.notify;

/**
 * A notification of one person about one page.
 *
 * @param id what it is known by: one that comes twice has the same
 * @param url of the page
 */
record Message(String id, long page, String person, String title, String url) {}
