@NullMarked
package dev.orderflow.platform.client;

import org.jspecify.annotations.NullMarked;
