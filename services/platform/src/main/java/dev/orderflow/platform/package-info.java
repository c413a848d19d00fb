/**
 * Auto-configuration that all services share: errors, deadlines, clients, security, messages, warm-up. Each package
 * below serves one of these, most by an {@code …AutoConfiguration}; start with {@code error} and {@code client}. Uses
 * {@code contracts} and {@code exchange}, and no service.
 */
@NullMarked
package dev.orderflow.platform;

import org.jspecify.annotations.NullMarked;
