@NullMarked
package dev.orderflow.e2e.verify;

import org.jspecify.annotations.NullMarked;
