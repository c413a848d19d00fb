@NullMarked
package dev.orderflow.walk.store;

import org.jspecify.annotations.NullMarked;
