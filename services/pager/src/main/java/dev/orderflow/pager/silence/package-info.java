/** Silences, which Alertmanager keeps. */
@NullMarked
package dev.orderflow.pager.silence;

import org.jspecify.annotations.NullMarked;
