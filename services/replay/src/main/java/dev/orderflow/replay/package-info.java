/** The way back for records that a consumer gave up: out of the topics of the dead, to where they came from. */
@NullMarked
package dev.orderflow.replay;

import org.jspecify.annotations.NullMarked;
