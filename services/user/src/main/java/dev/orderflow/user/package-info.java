/**
 * Profiles of shoppers: names and addresses, cached in Valkey. Start with {@code ProfileController}. Uses
 * {@code contracts} and {@code platform}.
 */
@NullMarked
package dev.orderflow.user;

import org.jspecify.annotations.NullMarked;
