/**
 * Integration tests of the whole system, which run it as processes through {@code local}. The tests are in src/test;
 * start with {@code OrderIT}. May use {@code audit}, {@code drill}, {@code load}, {@code local}, {@code stores},
 * {@code testkit} and {@code walk}.
 */
@NullMarked
package dev.orderflow.e2e;

import org.jspecify.annotations.NullMarked;
