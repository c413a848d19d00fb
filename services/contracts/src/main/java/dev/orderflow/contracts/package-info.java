/** What crosses a service's border: requests, answers and events. Never entities. */
@NullMarked
package dev.orderflow.contracts;

import org.jspecify.annotations.NullMarked;
