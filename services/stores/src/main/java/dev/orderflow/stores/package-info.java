@NullMarked
package dev.orderflow.stores;

import org.jspecify.annotations.NullMarked;
