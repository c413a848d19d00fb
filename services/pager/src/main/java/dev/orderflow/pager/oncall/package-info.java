/**
 * On-call schedules and escalation: who is notified, and when. Start with {@code OnCall}; its settings are
 * {@code OnCallProperties}. Uses no other package of ours.
 */
@NullMarked
package dev.orderflow.pager.oncall;

import org.jspecify.annotations.NullMarked;
