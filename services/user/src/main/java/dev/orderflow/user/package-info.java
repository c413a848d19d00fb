/** Shoppers: who they are and where they live. */
@NullMarked
package dev.orderflow.user;

import org.jspecify.annotations.NullMarked;
