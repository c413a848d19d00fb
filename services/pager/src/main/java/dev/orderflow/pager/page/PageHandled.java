package dev.orderflow.pager.page;

import java.time.Instant;

/**
 * A page was acknowledged or resolved: nobody else needs to be notified of it. Published within the transaction that
 * writes the page, so a listener must not wait for anything.
 *
 * @param why by whom, for the timeline
 */
public record PageHandled(long page, String why, Instant at) {}
