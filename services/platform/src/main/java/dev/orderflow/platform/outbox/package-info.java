@NullMarked
package dev.orderflow.platform.outbox;

import org.jspecify.annotations.NullMarked;
