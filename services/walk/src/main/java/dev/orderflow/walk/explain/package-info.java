@NullMarked
package dev.orderflow.walk.explain;

import org.jspecify.annotations.NullMarked;
