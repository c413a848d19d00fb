package dev.orderflow.drill.incident;

/** How many pods start at a time. */
final class ConcurrentStarts {

    /** More take the processor from those that serve, and are no sooner ready. */
    static final int MOST = Runtime.getRuntime().availableProcessors();

    /** A start keeps a processor busy, and under a night's load the other half of them is for the pods that serve. */
    static final int MOST_UNDER_LOAD = Math.max(1, MOST / 2);

    private ConcurrentStarts() {}
}
