/**
 * The services' own part in their telemetry; the Java agent does the rest. Its one class is {@code Untraced}. Uses no
 * other package of ours.
 */
@NullMarked
package dev.orderflow.platform.telemetry;

import org.jspecify.annotations.NullMarked;
