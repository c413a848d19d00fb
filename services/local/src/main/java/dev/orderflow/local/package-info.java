@NullMarked
package dev.orderflow.local;

import org.jspecify.annotations.NullMarked;
