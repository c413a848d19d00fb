package dev.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.platform.telemetry.ClientKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserAgentTest {

    private static final String WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (Windows NT 10.0) @ Chrome/126.0.0.0 Safari/537.36 | Chrome | 126.0.0.0",
                "Mozilla/5.0 (Windows NT 10.0) @ Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2.1 | Edge | 126.0.2.1",
                "Mozilla/5.0 (X11; Linux x86_64) @ HeadlessChrome/119.0.0.0 Safari/537.36 | Chrome | 119.0.0.0",
                "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0 | Firefox | 141.0",
                "Mozilla/5.0 (iPhone; iOS 17_5) @ FxiOS/127.0 Mobile/15E148 Safari/605.1.15 | Firefox | 127.0",
                "Mozilla/5.0 (iPhone; iOS 17_5) @ CriOS/126.0.1 Mobile/15E148 Safari/604.1 | Chrome | 126.0.1",
                "Mozilla/5.0 (iPhone; iOS 17_5) @ Version/17.5 Mobile/15E148 Safari/604.1 | Safari | 17.5",
                "Mozilla/5.0 (Mac OS X 10_15) @ Version/17.4.1 Safari/605.1.15 | Safari | 17.4.1",
            })
    void aBrowserIsWhatTheOthersAreNot(String header, String name, String version) {
        assertThat(UserAgent.of(header.replace("@", WEBKIT))).isEqualTo(new UserAgent(name, version, ClientKind.WEB));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "OrderFlow-iOS/2.4.1 (iPhone; iOS 19.1) CFNetwork/1568 | OrderFlow-iOS      | 2.4.1  | IOS",
                "OrderFlow-Android/2.4.0 okhttp/4.12.0                 | OrderFlow-Android  | 2.4.0  | ANDROID",
                "OrderFlow-Partner/1 (acme)                            | OrderFlow-Partner  | 1      | PARTNER",
                "OrderFlow-Partner                                     | OrderFlow-Partner  | -      | PARTNER",
                "Acme-Stockroom/3.2 OrderFlow-Partner/2.1              | Acme-Stockroom     | 3.2    | PARTNER",
                "Acme-Stockroom/3.2 OrderFlow-iOS/2.1                  | Acme-Stockroom     | 3.2    | OTHER",
                "curl/8.5.0                                            | curl               | 8.5.0  | OTHER",
                "Java-http-client/25.0.1                               | Java-http-client   | 25.0.1 | OTHER",
                "python-requests/2.32+local                            | python-requests    | 2.32+local | OTHER",
                "curl/<script>                                         | curl               | -      | OTHER",
                "curl/                                                 | curl               | -      | OTHER",
            })
    void anotherClientIsItsFirstProduct(String header, String name, @Nullable String version, ClientKind kind) {
        assertThat(UserAgent.of(header)).isEqualTo(new UserAgent(name, version, kind));
    }

    private static final List<String> NO_CLIENT = List.of(
            "alice@example.com",
            "Mozilla/5.0",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (X11) Chrome/" + "1".repeat(40),
            "(only a comment)",
            "/1.0",
            "a\u0000b/1",
            "tab\tbed/1",
            "Bücher/1.0",
            "浏览器/1",
            "x".repeat(33),
            "x".repeat(8192),
            "Mozilla/5.0 " + "Version/1.".repeat(819));

    @ParameterizedTest
    @FieldSource("NO_CLIENT")
    void whatNamesNobodyIsOther(String header) {
        assertThat(UserAgent.of(header)).isEqualTo(new UserAgent("other", null, ClientKind.OTHER));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void withoutAHeaderThereIsNone(@Nullable String header) {
        assertThat(UserAgent.of(header)).isNull();
    }

    @Test
    void aVersionThatIsTooLongIsNone() {
        assertThat(UserAgent.of("curl/" + "8".repeat(33))).isEqualTo(new UserAgent("curl", null, ClientKind.OTHER));
    }
}
