package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests are sent by Exchange, which gives up an answer whose body stalls; Java's own client waits for it without
 * end.
 */
class HttpClientTest {

    private static final Path EXCHANGE =
            Path.of("services/exchange/src/main/java/dev/orderflow/exchange/Exchange.java");

    private static final Pattern SEND = Pattern.compile("([\\w)\\]]+)\\s*(?:\\.|::)\\s*(send(?:Async)?)\\b(?!\\s*=)");

    @Test
    void onlyExchangeSends() {
        var sources = Tree.files().stream()
                .filter(file ->
                        file.toString().endsWith(".java") && file.toString().contains("src/main/"))
                .toList();
        assertThat(sources).contains(EXCHANGE).hasSizeGreaterThan(200);
        assertThat(sources.stream()
                        .filter(file -> !file.equals(EXCHANGE))
                        .flatMap(file -> sends(file, text(file)).stream()))
                .isEmpty();
        assertThat(sends(EXCHANGE, text(EXCHANGE))).singleElement().asString().contains("client.send");
    }

    /** Those who send by Exchange are seen: else the search would find nothing, whatever stood there. */
    @Test
    void sendersAreFound() {
        assertThat(Tree.files().stream()
                        .filter(file -> file.toString().contains("src/main/")
                                && text(file).contains("Exchange.send(")))
                .hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());",
                "return client\n        .sendAsync(request, handler);",
                "http().send(request, handler)",
                "clients[0].send(request, handler)",
                "HttpClient.newHttpClient().send(request, handler)",
                "futures.map(client::sendAsync)",
            })
    void aPlantedOneIsFound(String code) {
        assertThat(sends(Path.of("A.java"), "import java.net.http.HttpClient;\n" + code))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import java.net.http.HttpClient;\nvar answer = Exchange.send(CLIENT, request, handler, LIMIT);",
                "import java.net.http.HttpClient;\n/** As {@link HttpClient#send} does. */",
                "import java.net.http.HttpClient;\n// of the traffic.\nsend(request);",
                "import org.springframework.mail.javamail.JavaMailSender;\nmail.send(message);",
            })
    void whatIsNoneIsNot(String code) {
        assertThat(sends(Path.of("A.java"), code)).isEmpty();
    }

    /** In a file that knows Java's client. */
    private static List<String> sends(Path file, String text) {
        if (!text.contains("java.net.http.")) {
            return List.of();
        }
        return SEND.matcher(text.replaceAll("(?m)^\\s*(//|/?\\*).*$", ""))
                .results()
                .filter(match -> !match.group(1).equals("Exchange"))
                .map(match -> file + ": " + match.group())
                .toList();
    }

    private static String text(Path file) {
        return Tree.lines(file).collect(Collectors.joining("\n"));
    }
}
