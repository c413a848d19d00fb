/**
 * The public entry to the system: routes requests to services, checks sessions and request limits, and sets each
 * request's deadline. Start with {@code RouteConfiguration}; the filters are in {@code EdgeConfiguration} and
 * {@code RateLimitConfiguration}. Uses {@code platform}.
 */
@NullMarked
package dev.orderflow.gateway;

import org.jspecify.annotations.NullMarked;
