/** Work that is repeated while the application runs. */
@NullMarked
package dev.orderflow.platform.schedule;

import org.jspecify.annotations.NullMarked;
