@NullMarked
package dev.orderflow.platform.json;

import org.jspecify.annotations.NullMarked;
