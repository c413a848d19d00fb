package dev.orderflow.drill.incident;

/**
 * Somebody runs statements with psql, as the superuser in PostgreSQL's own pod.
 *
 * @param run ends by itself within an hour
 * @param undo ends what runs; may be run twice, or where nothing runs
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
