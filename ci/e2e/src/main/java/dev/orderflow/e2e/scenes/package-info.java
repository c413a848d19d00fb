/**
 * Real faults on the local system, each of which leaves one trace: {@code make record-traces} records them for the
 * tests of {@code walk}. Start with {@link dev.orderflow.e2e.scenes.Scenes}. May use {@code local},
 * {@code stores.trace}, and of {@code drill} the package {@code cluster}.
 */
@NullMarked
package dev.orderflow.e2e.scenes;

import org.jspecify.annotations.NullMarked;
