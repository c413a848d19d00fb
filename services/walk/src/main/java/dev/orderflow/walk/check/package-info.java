/**
 * What a walk asks beside its trace, whose spans cannot know it: whether the services run, whether their names are
 * resolved, who waits for a lock, whose processor time is limited, what was changed. Each check confirms causes or
 * excludes them. Start with {@link dev.orderflow.walk.check.Checks}. May use {@code stores} and the packages
 * {@code cause}, {@code change} and {@code explain}.
 */
@NullMarked
package dev.orderflow.walk.check;

import org.jspecify.annotations.NullMarked;
