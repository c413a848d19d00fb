/**
 * The HTTP API for programs: pages, verdicts, and the OpenAPI document. Start with {@code PageApi}. Uses {@code page},
 * {@code evidence}, {@code silence}, {@code verdict} and {@code walk.cause}; the HTML pages for people are in
 * {@code web}.
 */
@NullMarked
package dev.orderflow.pager.api;

import org.jspecify.annotations.NullMarked;
