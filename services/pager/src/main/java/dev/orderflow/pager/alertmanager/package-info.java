/**
 * Client of Alertmanager's API v2: its alerts and silences. Its one class is {@code AlertmanagerApi}. Uses
 * {@code pager}, {@code exchange} and {@code stores}.
 */
@NullMarked
package dev.orderflow.pager.alertmanager;

import org.jspecify.annotations.NullMarked;
