/**
 * Authentication between services: which service calls, and on which shopper's behalf, as {@code /internal} requires.
 * Start with {@code ServiceIdentity}. Uses {@code contracts} and {@code error}.
 */
@NullMarked
package dev.orderflow.platform.identity;

import org.jspecify.annotations.NullMarked;
