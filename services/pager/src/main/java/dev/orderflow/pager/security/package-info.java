/**
 * Authentication and authorisation: programs by a token, people by a login. Start with {@code SecurityConfiguration}.
 * Uses {@code pager} and {@code oncall}.
 */
@NullMarked
package dev.orderflow.pager.security;

import org.jspecify.annotations.NullMarked;
