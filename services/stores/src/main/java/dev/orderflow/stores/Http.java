package dev.orderflow.stores;

import dev.orderflow.exchange.Exchange;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends GET requests to stores. Each ends after ten seconds, or as many as the system property
 * {@code orderflow.stores.timeout} says, or if its answer is too large.
 */
public final class Http {

    static final JsonMapper JSON = new JsonMapper();

    private static final Duration TIMEOUT = Duration.ofSeconds(Long.getLong("orderflow.stores.timeout", 10));

    /**
     * The largest answer in bytes, a 32nd of the heap: the parsed tree and the objects made from it take up to sixteen
     * times as much. For a heap of 128 MiB this is 4 MiB.
     */
    private static final long LARGEST = Math.clamp(Runtime.getRuntime().maxMemory() / 32, 1L << 20, 64L << 20);

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT.dividedBy(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /** Bearer tokens, by the scheme and authority of the addresses that they are sent to. */
    private static final Map<String, Supplier<String>> TOKENS = new ConcurrentHashMap<>();

    private Http() {}

    /**
     * Makes this process send a bearer token with each request to a store, for a proxy in front of it that asks for
     * one.
     *
     * @param store only its scheme and authority count; the token is sent to no other address
     * @param token called for each request; empty for no token
     */
    public static void authorize(URI store, Supplier<String> token) {
        TOKENS.put(origin(store), token);
    }

    /** Begins a request to a store, with its token if one was set. */
    public static HttpRequest.Builder request(URI uri) {
        var request = HttpRequest.newBuilder(uri);
        var token = TOKENS.getOrDefault(origin(uri), () -> "").get();
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    /**
     * Returns the largest answer in bytes; the system property {@code orderflow.walk.largest-answer} sets another
     * limit.
     */
    private static long largest() {
        return Long.getLong("orderflow.walk.largest-answer", LARGEST);
    }

    /**
     * Sends a request and parses the JSON of its answer.
     *
     * @throws StoreException for any status but 200, no answer, or one that is not JSON
     */
    public static JsonNode json(URI base, String path, Map<String, String> parameters) {
        return json(uri(base, path, parameters));
    }

    static JsonNode json(URI uri) {
        try {
            return JSON.readTree(text(uri));
        } catch (JacksonException e) {
            throw new StoreException(uri + " did not answer with JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Sends a request for something that may not exist; empty for status 404.
     *
     * @throws StoreException for any other status but 200, no answer, or one that is not JSON
     */
    static Optional<JsonNode> found(URI uri) {
        try {
            return Optional.of(json(uri));
        } catch (StoreException e) {
            if (e.status() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Sends a request and returns the text of its answer.
     *
     * @throws StoreException for any status but 200, with the answer in the message; or if none came
     */
    static String text(URI uri) {
        try {
            var request = request(uri).build();
            var response = Exchange.send(
                    CLIENT,
                    request,
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), largest()),
                    TIMEOUT);
            if (response.statusCode() != 200) {
                throw refused(uri, response);
            }
            return response.body();
        } catch (IOException e) {
            throw new StoreException(
                    "no answer from %s, or one of more than %d bytes (%s)".formatted(uri, largest(), e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for " + uri, e);
        }
    }

    /**
     * Passes on the lines of an answer as they arrive: there may be more than fit into memory.
     *
     * @param limit the time until the last line
     * @throws StoreException for any status but 200, or if the answer is cut off
     */
    static void lines(URI uri, Duration limit, Consumer<String> each) {
        HttpResponse.BodyHandler<String> lines = info -> info.statusCode() == 200
                ? HttpResponse.BodySubscribers.fromLineSubscriber(
                        new Lines(each), _ -> "", StandardCharsets.UTF_8, null)
                : HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
        try {
            var response = Exchange.send(CLIENT, request(uri).build(), lines, limit);
            if (response.statusCode() != 200) {
                throw refused(uri, response);
            }
        } catch (IOException e) {
            throw new StoreException("no answer from " + uri + ", or not to its end (" + e + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for " + uri, e);
        }
    }

    private static StoreException refused(URI uri, HttpResponse<String> response) {
        return new StoreException(
                uri + " answered " + response.statusCode() + ": "
                        + response.body().strip(),
                response.statusCode());
    }

    /** Passes on each line as it arrives. An exception of the consumer ends the request. */
    private record Lines(Consumer<String> each) implements Flow.Subscriber<String> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            each.accept(line);
        }

        @Override
        public void onError(Throwable problem) {}

        @Override
        public void onComplete() {}
    }

    static URI uri(URI base, String path, Map<String, String> parameters) {
        var query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return base.resolve(query.isEmpty() ? path : path + "?" + query);
    }

    /** Encodes a text as a part of a URL. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
