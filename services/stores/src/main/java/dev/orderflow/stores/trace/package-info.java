@NullMarked
package dev.orderflow.stores.trace;

import org.jspecify.annotations.NullMarked;
