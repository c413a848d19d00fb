package dev.orderflow.drill.incident;

/**
 * A trigger that runs SQL statements with psql, as the superuser in PostgreSQL's own pod.
 *
 * @param run statements that end by themselves within an hour
 * @param undo statements that end {@code run}; safe to run twice, or if nothing runs
 */
public record SqlTrigger(String run, String undo) implements Trigger {

    @Override
    public void begin(Site site) throws InterruptedException {
        site.session().begin(this);
    }

    @Override
    public void undo(Site site) {
        site.session().undo(this);
    }

    /** Reports whether a psql session of the superuser is open, whoever opened it. */
    @Override
    public boolean isInForce(Site site) {
        return site.session().isAnyOpen();
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
