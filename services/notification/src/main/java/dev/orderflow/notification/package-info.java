/** Notifications: what a shopper is told, once per event. */
@NullMarked
package dev.orderflow.notification;

import org.jspecify.annotations.NullMarked;
