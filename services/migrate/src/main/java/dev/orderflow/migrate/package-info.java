/**
 * The migration job: brings every schema of the database to its newest version before the services roll out, and seeds
 * it with products, shoppers and past orders. Start with {@code Migrate}; the SQL is in {@code resources/db/}. Uses
 * {@code contracts}.
 */
@NullMarked
package dev.orderflow.migrate;

import org.jspecify.annotations.NullMarked;
