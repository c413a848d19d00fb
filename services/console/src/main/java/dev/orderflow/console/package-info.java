/**
 * What command lines have in common: how they are configured, their help, and how they refuse what they do not
 * understand. Start with {@link dev.orderflow.console.ConsoleCommand}. Uses no other module.
 */
@NullMarked
package dev.orderflow.console;

import org.jspecify.annotations.NullMarked;
