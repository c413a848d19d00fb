/**
 * HTTP clients of other services: deadlines, retries, the caller's identity, and errors. Start with
 * {@code ServiceClients}. Uses {@code deadline}, {@code error}, {@code identity} and {@code json}.
 */
@NullMarked
package dev.orderflow.platform.client;

import org.jspecify.annotations.NullMarked;
