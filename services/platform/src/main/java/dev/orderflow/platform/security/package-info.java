@NullMarked
package dev.orderflow.platform.security;

import org.jspecify.annotations.NullMarked;
