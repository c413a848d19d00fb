@NullMarked
package dev.orderflow.platform.deadline;

import org.jspecify.annotations.NullMarked;
