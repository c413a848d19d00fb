/**
 * Proves from the databases that every order was conserved: invariants as SQL files, and a comparison with what a
 * load's clients saw. Start with {@code Audit}, then read {@code resources/audit/}. Uses no other package of ours.
 */
@NullMarked
package dev.orderflow.audit;

import org.jspecify.annotations.NullMarked;
