/**
 * Consumers of Kafka: decoding, retries, dead letters, and each event handled once. Start with {@code EventConsumer}.
 * Uses {@code contracts}, {@code database} and {@code schedule}.
 */
@NullMarked
package dev.orderflow.platform.messaging;

import org.jspecify.annotations.NullMarked;
