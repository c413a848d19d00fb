@NullMarked
package dev.orderflow.drill.verify;

import org.jspecify.annotations.NullMarked;
