package dev.orderflow.platform.deadline;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;

/** Makes requests that end with the current deadline and pass on the time that is left. */
public final class DeadlineRequestFactory implements ClientHttpRequestFactory {

    static {
        // The JDK's client would send a GET again by itself where its connection was closed, and any request where it
        // was
        // refused. Retries have one place and a budget, in the gateway. (There are no redirects, which this counts
        // too.)
        System.setProperty("jdk.httpclient.redirects.retrylimit", "1");
    }

    private final HttpClient client;
    private final Duration otherwise;

    DeadlineRequestFactory(DeadlineProperties properties) {
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(properties.connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        otherwise = properties.message();
    }

    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
        var deadline = Deadline.current();
        var remaining = deadline == null ? otherwise : deadline.remaining();
        if (remaining.toMillis() == 0) {
            throw new HttpTimeoutException("no time left to call " + uri.getHost());
        }
        var factory = new JdkClientHttpRequestFactory(client);
        factory.setReadTimeout(remaining);
        var request = factory.createRequest(uri, method);
        request.getHeaders().set(Deadline.HEADER, Long.toString(remaining.toMillis()));
        return request;
    }
}
