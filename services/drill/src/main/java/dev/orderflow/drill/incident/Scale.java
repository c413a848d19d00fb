package dev.orderflow.drill.incident;

/** How many pods start at a time. */
final class Scale {

    /** More take the processor from those that serve, and are no sooner ready. */
    static final int AT_ONCE = Runtime.getRuntime().availableProcessors();

    /** A start keeps a processor busy, and under a night's load the other half of them is for the pods that serve. */
    static final int AT_ONCE_UNDER_LOAD = Math.max(1, AT_ONCE / 2);

    private Scale() {}
}
