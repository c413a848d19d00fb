/**
 * What command lines share: configuration, help, formats, and errors about arguments. Start with
 * {@code ConsoleCommand}. Uses no other package of ours.
 */
@NullMarked
package dev.orderflow.console;

import org.jspecify.annotations.NullMarked;
