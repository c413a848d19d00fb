@NullMarked
package dev.orderflow.walk.trace;

import org.jspecify.annotations.NullMarked;
