/** Real faults, made by hand on the local system; each leaves one trace. */
@NullMarked
package dev.orderflow.e2e.scenes;

import org.jspecify.annotations.NullMarked;
