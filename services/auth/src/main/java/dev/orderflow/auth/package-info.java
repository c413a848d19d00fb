/** Logins: credentials, tokens, sessions. */
@NullMarked
package dev.orderflow.auth;

import org.jspecify.annotations.NullMarked;
