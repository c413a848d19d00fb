package dev.orderflow.platform.warmup;

/**
 * A path that requests take, executed before the first request comes. In a process that has just started the first
 * execution takes seconds, later ones milliseconds, and a Service sends traffic to a pod as soon as it is ready.
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
