package dev.orderflow.pager.page;

import java.time.Instant;
import java.util.List;

/**
 * An escalation step of a page began. Published within the transaction that writes the page, so a listener must not
 * wait for anything.
 *
 * @param step from 0, with which the page begins or begins again
 * @param people to notify
 */
public record StepBegan(long page, String title, int step, List<String> people, Instant at) {}
