@NullMarked
package dev.orderflow.platform.error;

import org.jspecify.annotations.NullMarked;
