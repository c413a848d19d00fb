/**
 * Silences made from a page, which Alertmanager keeps. Its one class is {@code Silences}. Uses {@code alertmanager} and
 * {@code page}.
 */
@NullMarked
package dev.orderflow.pager.silence;

import org.jspecify.annotations.NullMarked;
