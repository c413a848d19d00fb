/**
 * Authentication of shoppers by access tokens, with the keys that auth publishes. Start with
 * {@code PlatformSecurityAutoConfiguration} and {@code AuthKeys}. Uses {@code contracts}, {@code client},
 * {@code deadline} and {@code error}.
 */
@NullMarked
package dev.orderflow.platform.security;

import org.jspecify.annotations.NullMarked;
