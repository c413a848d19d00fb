@NullMarked
package dev.orderflow.platform.database;

import org.jspecify.annotations.NullMarked;
