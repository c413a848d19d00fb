/**
 * Request handling of the programs that clients reach directly: bodies within a size and a time, and a bounded number
 * of requests at once. Start with {@code BodyReader}. Uses {@code deadline}, {@code error}, {@code identity} and
 * {@code limit}.
 */
@NullMarked
package dev.orderflow.platform.edge;

import org.jspecify.annotations.NullMarked;
