/** What a pod does before it takes its first request. */
@NullMarked
package dev.orderflow.platform.warmup;

import org.jspecify.annotations.NullMarked;
