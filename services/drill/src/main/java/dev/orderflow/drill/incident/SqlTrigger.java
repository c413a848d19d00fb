package dev.orderflow.drill.incident;

import org.jspecify.annotations.Nullable;

/**
 * A trigger that runs SQL statements with psql, as the superuser in PostgreSQL's own pod.
 *
 * @param run statements that end by themselves within an hour
 * @param undo statements that end {@code run}; safe to run twice, or if nothing runs
 * @param inForce an SQL expression that is true while the change is in force; null if it is while a psql session of the
 *     superuser is open
 */
public record SqlTrigger(String run, String undo, @Nullable String inForce) implements Trigger {

    @Override
    public void begin(Site site) throws InterruptedException {
        site.session().begin(this);
    }

    @Override
    public void undo(Site site) {
        site.session().undo(this);
    }

    @Override
    public boolean isInForce(Site site) {
        return inForce == null ? site.session().isAnyOpen() : site.session().isTrue(inForce);
    }

    @Override
    public boolean undoesOnlyItself() {
        return true;
    }

    @Override
    public String doing() {
        return "running statements at PostgreSQL";
    }

    @Override
    public String undoing() {
        return "ending the session at PostgreSQL";
    }
}
