/** The system as a whole, seen from outside: started locally, or running on the cluster. */
@NullMarked
package dev.orderflow.e2e;

import org.jspecify.annotations.NullMarked;
