@NullMarked
package dev.orderflow.e2e.local;

import org.jspecify.annotations.NullMarked;
