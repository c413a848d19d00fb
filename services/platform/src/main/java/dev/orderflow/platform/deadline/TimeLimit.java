package dev.orderflow.platform.deadline;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Limits the whole time of work whose library limits each read alone. */
public final class TimeLimit {

    private TimeLimit() {}

    /**
     * Runs work on a virtual thread, and waits for its end. What takes too long is interrupted, which closes the socket
     * that it waits for.
     *
     * @param what names the work in the message of the exception
     * @throws IllegalStateException where it took longer, or the caller was interrupted; what the work throws itself
     *     passes
     */
    public static void run(Duration limit, String what, Runnable work) {
        var task = new FutureTask<Void>(work, null);
        var thread = Thread.ofVirtual().name(what).start(task);
        try {
            task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("%s took longer than %d s".formatted(what, limit.toSeconds()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(what + " was interrupted", e);
        } catch (ExecutionException e) {
            // A Runnable throws nothing else.
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } finally {
            thread.interrupt();
        }
    }
}
