package dev.orderflow.drill.incident;

/** Limits of how many pods may start at the same time on this machine. */
final class ConcurrentStarts {

    /** The limit without load: more starts take processor time from the pods that serve, and are ready no sooner. */
    static final int MOST = Runtime.getRuntime().availableProcessors();

    /**
     * The limit under load: a start keeps one processor busy, and the other half of the processors is for the pods that
     * serve.
     */
    static final int MOST_UNDER_LOAD = Math.max(1, MOST / 2);

    private ConcurrentStarts() {}
}
