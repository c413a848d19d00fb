package dev.orderflow.platform.warmup;

/**
 * Something that requests go through, gone through before the first of them comes: a process that has just started
 * takes seconds for what later takes milliseconds, and by then a Service already sends it its share.
 */
@FunctionalInterface
public interface WarmUp {

    /**
     * Changes nothing that lasts, is in nobody's trace, and is called many times. What may be away comes last in it.
     *
     * @throws Exception where what it needs is away: then the service starts without it, and it is called again some
     *     seconds later
     */
    void run() throws Exception;
}
