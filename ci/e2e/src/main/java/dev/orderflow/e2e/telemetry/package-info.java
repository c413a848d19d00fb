@NullMarked
package dev.orderflow.e2e.telemetry;

import org.jspecify.annotations.NullMarked;
