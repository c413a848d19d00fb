/**
 * Tests of delivery: a real Alertmanager, the pager as a process of its own, and a receiver in place of a person. Start
 * with {@code DeliveryTest}; {@code SchedulesTest} runs random schedules. Uses {@code pager} and {@code testkit}.
 */
@NullMarked
package dev.orderflow.pager.delivery;

import org.jspecify.annotations.NullMarked;
