package dev.orderflow.exchange;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request and awaits its whole answer. {@link HttpRequest.Builder#timeout} ends with the answer's headers (JDK
 * 25): a server that stalls in the body would be waited for without end.
 */
public final class Exchange {

    private static final ScheduledThreadPoolExecutor TIMER = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("exchange-timer").daemon().factory());

    static {
        TIMER.setRemoveOnCancelPolicy(true);
    }

    private Exchange() {}

    /**
     * Sends a request. Blocks until the body is complete. What {@link HttpClient#sendAsync} returns completes on the
     * common pool, which others may have blocked; nothing here waits for it.
     *
     * @param limit from the connection's opening to the last byte of the answer
     * @throws HttpTimeoutException where the limit passed; the connection is closed
     * @throws IOException as {@link HttpClient#send} does
     */
    public static <T extends @Nullable Object> HttpResponse<T> send(
            HttpClient client, HttpRequest request, BodyHandler<T> handler, Duration limit)
            throws IOException, InterruptedException {
        if (!limit.isPositive()) {
            throw late(limit);
        }
        var body = new Cancellable<T>(handler);
        var limited =
                HttpRequest.newBuilder(request, (_, _) -> true).timeout(limit).build();
        var timer = TIMER.schedule(() -> body.cancel(late(limit)), limit.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return client.send(limited, body);
        } catch (HttpConnectTimeoutException e) {
            throw e;
        } catch (HttpTimeoutException e) {
            throw late(limit);
        } finally {
            timer.cancel(false);
        }
    }

    private static HttpTimeoutException late(Duration limit) {
        return new HttpTimeoutException("no whole answer within " + limit.toMillis() + " ms");
    }

    /** Passes an answer's body on, and can end it from outside. */
    private static final class Cancellable<T extends @Nullable Object> implements BodyHandler<T> {

        private final BodyHandler<T> handler;
        private final CompletableFuture<T> body = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;
        private boolean isCancelled;

        private Cancellable(BodyHandler<T> handler) {
            this.handler = handler;
        }

        @Override
        public BodySubscriber<T> apply(HttpResponse.ResponseInfo info) {
            var subscriber = handler.apply(info);
            return new BodySubscriber<>() {
                @Override
                public CompletionStage<T> getBody() {
                    subscriber.getBody().whenComplete((whole, failure) -> {
                        if (failure == null) {
                            body.complete(whole);
                        } else {
                            body.completeExceptionally(failure);
                        }
                    });
                    return body;
                }

                @Override
                public void onSubscribe(Flow.Subscription begun) {
                    subscriber.onSubscribe(begun);
                    begin(begun);
                }

                @Override
                public void onNext(List<ByteBuffer> bytes) {
                    subscriber.onNext(bytes);
                }

                @Override
                public void onError(Throwable problem) {
                    subscriber.onError(problem);
                }

                @Override
                public void onComplete() {
                    subscriber.onComplete();
                }
            };
        }

        private synchronized void begin(Flow.Subscription begun) {
            subscription = begun;
            if (isCancelled) {
                begun.cancel();
            }
        }

        private synchronized void cancel(IOException why) {
            isCancelled = true;
            // First: the subscriber may call the cancellation an answer that was cut short.
            body.completeExceptionally(why);
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }
}
