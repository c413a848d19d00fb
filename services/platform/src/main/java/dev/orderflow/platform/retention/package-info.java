/**
 * How long rows are kept, and their deletion afterwards. {@link dev.orderflow.platform.retention.Retention} is the
 * place to begin.
 */
@NullMarked
package dev.orderflow.platform.retention;

import org.jspecify.annotations.NullMarked;
