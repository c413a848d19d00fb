/** What services do about their own telemetry; the agent does the rest. */
@NullMarked
package dev.orderflow.platform.telemetry;

import org.jspecify.annotations.NullMarked;
