package dev.orderflow.platform.retention;

import java.time.Duration;
import java.util.List;

/**
 * The retention of a table: older rows are deleted. Every table that grows with the traffic has one, as a bean of the
 * service that owns the table.
 *
 * @param tables that it deletes from
 * @param keep how old a row may become
 * @param delete deletes at most {@code :batch} rows from before {@code :before}, the oldest first, and passes over rows
 *     that another pod is deleting
 */
public record Retention(List<String> tables, Duration keep, String delete) {}
