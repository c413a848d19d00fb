package dev.orderflow.exchange;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request and awaits its whole answer. {@link HttpRequest.Builder#timeout} ends with the answer's headers (JDK 25):
 * a server that stalls in the body would be waited for without end.
 */
public final class Exchange {

    private Exchange() {}

    /**
     * Sends a request. Blocks until the body is complete.
     *
     * @param limit from the connection's opening to the last byte of the answer
     * @throws HttpTimeoutException where the limit passed; the connection is closed
     * @throws IOException as {@link HttpClient#send} does
     */
    public static <T extends @Nullable Object> HttpResponse<T> send(
            HttpClient client, HttpRequest request, BodyHandler<T> handler, Duration limit) throws IOException, InterruptedException {
        var body = new Cancellable<T>(handler);
        var answer = client.sendAsync(request, body);
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        } finally {
            if (!answer.isDone()) {
                answer.cancel(true);
                // Under the OpenTelemetry agent the future is a copy, and its cancellation reaches no connection.
                body.cancel();
            }
        }
    }

    private static IOException thrown(@Nullable Throwable cause) {
        return switch (cause) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> new IOException(cause);
        };
    }

    /** Passes an answer's body on, and can end it from outside. */
    private static final class Cancellable<T extends @Nullable Object> implements BodyHandler<T> {

        private final BodyHandler<T> handler;
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
                    return subscriber.getBody();
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

        private synchronized void cancel() {
            isCancelled = true;
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }
}
