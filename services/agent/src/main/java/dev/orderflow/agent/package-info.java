/**
 * The extension that the image's Java agent carries: what a statement's span keeps of the values bound to it. Start
 * with {@code BoundValues}. Runs inside the agent, and uses no package of ours.
 */
@NullMarked
package dev.orderflow.agent;

import org.jspecify.annotations.NullMarked;
