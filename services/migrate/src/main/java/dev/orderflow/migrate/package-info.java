/** Brings every schema of the database to its newest version, before the services roll out. */
@NullMarked
package dev.orderflow.migrate;

import org.jspecify.annotations.NullMarked;
