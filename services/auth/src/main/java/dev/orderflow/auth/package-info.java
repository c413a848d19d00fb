/**
 * Logins: credentials, access tokens, sessions, and the keys that sign them. Start with {@code LoginController} and
 * {@code Sessions}; {@code KeyRing} rotates the keys. Uses {@code contracts} and {@code platform}.
 */
@NullMarked
package dev.orderflow.auth;

import org.jspecify.annotations.NullMarked;
