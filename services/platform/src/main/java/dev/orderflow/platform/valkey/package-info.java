@NullMarked
package dev.orderflow.platform.valkey;

import org.jspecify.annotations.NullMarked;
