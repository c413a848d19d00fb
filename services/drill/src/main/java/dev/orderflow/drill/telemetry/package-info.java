@NullMarked
package dev.orderflow.drill.telemetry;

import org.jspecify.annotations.NullMarked;
