/**
 * How the programs that clients reach directly read requests: bodies within a size and a time, and only so many at
 * once. Read {@code BodyReader} first. Uses {@code deadline}, {@code error}, {@code identity} and {@code limit}.
 */
@NullMarked
package dev.orderflow.platform.edge;

import org.jspecify.annotations.NullMarked;
