/** Alertmanager's API v2: what it has, and silences. */
@NullMarked
package dev.orderflow.pager.alertmanager;

import org.jspecify.annotations.NullMarked;
