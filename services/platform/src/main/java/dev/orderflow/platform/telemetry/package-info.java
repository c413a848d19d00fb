/**
 * The services' own part in their telemetry; the Java agent does the rest. {@code RequestAttributes} names the
 * attributes that code sets on spans, {@code Untraced} keeps work out of traces. Uses {@code contracts}.
 */
@NullMarked
package dev.orderflow.platform.telemetry;

import org.jspecify.annotations.NullMarked;
