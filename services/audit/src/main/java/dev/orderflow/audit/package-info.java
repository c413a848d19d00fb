/** Whether every order was conserved: read from the databases, not from what the services say of themselves. */
@NullMarked
package dev.orderflow.audit;

import org.jspecify.annotations.NullMarked;
