/** The connection to Valkey. Its one class is {@code ValkeyAutoConfiguration}. Uses no other package of ours. */
@NullMarked
package dev.orderflow.platform.valkey;

import org.jspecify.annotations.NullMarked;
