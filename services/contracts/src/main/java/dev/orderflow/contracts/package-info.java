/**
 * Types that cross a service's border: requests, answers, events, and the topics of Kafka. Never entities. Start with
 * {@code Event} and {@code OrderStatus}. Uses no other package of ours.
 */
@NullMarked
package dev.orderflow.contracts;

import org.jspecify.annotations.NullMarked;
