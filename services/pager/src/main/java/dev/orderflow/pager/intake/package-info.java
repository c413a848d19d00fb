/**
 * Incoming alerts: Alertmanager's webhook, PagerDuty's Events API v2, and the comparison with Alertmanager's own list.
 * Start with {@code AlertmanagerController} and {@code Reconciler}. Uses {@code pager}, {@code alertmanager},
 * {@code page} and {@code security}.
 */
@NullMarked
package dev.orderflow.pager.intake;

import org.jspecify.annotations.NullMarked;
