/** What things cost, measured. */
@NullMarked
package dev.orderflow.e2e.bench;

import org.jspecify.annotations.NullMarked;
