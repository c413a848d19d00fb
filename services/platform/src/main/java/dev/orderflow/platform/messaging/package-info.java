@NullMarked
package dev.orderflow.platform.messaging;

import org.jspecify.annotations.NullMarked;
