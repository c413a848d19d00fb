/**
 * The transactional outbox: events stored with the change they report, and published to Kafka afterwards. Start with
 * {@code Outbox}, then {@code OutboxRelay}. Uses {@code contracts}, {@code messaging}, {@code schedule} and
 * {@code telemetry}.
 */
@NullMarked
package dev.orderflow.platform.outbox;

import org.jspecify.annotations.NullMarked;
