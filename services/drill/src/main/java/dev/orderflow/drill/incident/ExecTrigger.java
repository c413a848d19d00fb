package dev.orderflow.drill.incident;

/**
 * A trigger that runs a script with the shell of a store's pod, as {@code kubectl exec} does.
 *
 * @param run a script that ends by itself
 * @param undo a script that takes back what {@code run} did; safe to run twice, or if nothing was done
 * @param inForce a script that succeeds while the change is in force
 */
public record ExecTrigger(String pod, String run, String undo, String inForce) implements Trigger {

    @Override
    public void begin(Site site) {
        site.session().run(pod, run);
    }

    @Override
    public void undo(Site site) {
        site.session().run(pod, undo);
    }

    @Override
    public boolean isInForce(Site site) {
        return site.session().succeeds(pod, inForce);
    }

    @Override
    public boolean undoesOnlyItself() {
        return true;
    }

    @Override
    public String doing() {
        return "running a script in " + pod;
    }

    @Override
    public String undoing() {
        return "taking back what ran in " + pod;
    }
}
