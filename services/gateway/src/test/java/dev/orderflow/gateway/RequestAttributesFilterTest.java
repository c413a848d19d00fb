package dev.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.testkit.TestClock;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;

class RequestAttributesFilterTest {

    private static final String ALICE = "c160f8cc-69a4-30bf-ab03-62752353d060";

    private final TestClock clock = new TestClock();
    private final RequestAttributesFilter filter = new RequestAttributesFilter(clock);
    private final MockHttpServletRequest request = request("POST", "/api/orders");

    @Test
    void whoAsksIsRecordedByAPseudonym() throws Exception {
        request.addHeader("User-Agent", "OrderFlow-iOS/2.4.1 (iPhone)");
        request.addHeader("Accept-Language", "de-AT,de;q=0.9,en;q=0.5");
        request.addHeader("Idempotency-Key", "one");
        request.setRemoteAddr("203.0.113.77");
        request.setContent(new byte[187]);
        var recorded = recorded(() -> {
            logIn("OPERATOR");
            clock.advance(Duration.ofSeconds(90));
        });
        assertThat(recorded)
                .isEqualTo(Map.ofEntries(
                        Map.entry("enduser.pseudo.id", "86e76b67077841ed"),
                        Map.entry("user_agent.name", "OrderFlow-iOS"),
                        Map.entry("user_agent.version", "2.4.1"),
                        Map.entry("http.request.body.size", 187L),
                        Map.entry("orderflow.user.role", "operator"),
                        Map.entry("orderflow.client", "ios"),
                        Map.entry("orderflow.client.network", "203.0.113.0/24"),
                        Map.entry("orderflow.language", "de"),
                        Map.entry("orderflow.request.has_key", true),
                        Map.entry("orderflow.session.age", 90L)));
    }

    /** Tests requests whose token is not valid, and the login, which has none. */
    @Test
    void whoIsNotLoggedInHasTheClientsAttributesAlone() throws Exception {
        assertThat(recorded(() -> {}))
                .isEqualTo(Map.of(
                        "orderflow.client", "other",
                        "orderflow.client.network", "127.0.0.0/24",
                        "orderflow.request.has_key", false));
    }

    @Test
    void aRequestThatFailsHasThemToo() throws Exception {
        assertThat(recorded(() -> {
                    logIn("SHOPPER");
                    throw new IllegalStateException("planted");
                }))
                .containsEntry("orderflow.user.role", "shopper")
                .containsEntry("orderflow.client", "other");
    }

    @Test
    void aRoleThatIsNotKnownIsLeftOut() throws Exception {
        assertThat(recorded(() -> logIn("AUDITOR")))
                .containsKey("enduser.pseudo.id")
                .doesNotContainKey("orderflow.user.role");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/api/products, -, false",
                "/api/products, after=SKU-0050, true",
                "/api/products, x=%ZZ&after=SKU-0050, true",
                "/api/products, thereafter=1, false",
                "/api/products/SKU-0001, after=1, -",
                "/api/orders, after=1, -"
            })
    void laterPagesAreRecorded(String path, @Nullable String query, @Nullable Boolean after) throws Exception {
        var list = request("GET", path);
        list.setQueryString(query);
        assertThat(recorded(list, () -> {}).get("orderflow.page.after")).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -",
                "'', -",
                "*, -",
                "en, en",
                "EN-us, en",
                "' fil;q=0.3, de', fil",
                "'de,en', de",
                "deutsch, -",
                "x-klingon, -",
                "d, -",
                "'de\u0000', -",
                "дe, -"
            })
    void theLanguageIsTheFirstThatIsAskedFor(@Nullable String header, @Nullable String language) {
        assertThat(RequestAttributesFilter.language(header)).isEqualTo(language);
    }

    @Test
    void aLongHeaderIsRead() {
        assertThat(RequestAttributesFilter.language("en" + ",de".repeat(2700))).isEqualTo("en");
        assertThat(RequestAttributesFilter.language(" ".repeat(8192))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "203.0.113.77, 203.0.113.0/24",
                "255.255.255.255, 255.255.255.0/24",
                "2001:db8:7:1::9, 2001:db8:7::/48",
                "::1, 0:0:0::/48",
                "fe80::1%eth0, fe80:0:0::/48",
                "::ffff:203.0.113.77, 203.0.113.0/24",
                "localhost, -",
                "'', -",
                "-, -",
                "203.0.113.777, -"
            })
    void theNetworkIsTheAddressWithoutItsEnd(@Nullable String address, @Nullable String network) {
        assertThat(ClientNetwork.of(address)).isEqualTo(network);
    }

    @Test
    void theKubeletsProbesAndWhatIsNotRecordedAreExempt() throws Exception {
        assertThat(recorded(request("GET", "/actuator/health"), () -> {})).isEmpty();
        assertThat(filter.shouldNotFilter(request)).isTrue();
    }

    private static MockHttpServletRequest request(String method, String path) {
        var request = new MockHttpServletRequest(method, path);
        request.setServletPath(path);
        return request;
    }

    /** Sets the security context as Spring Security does when it has checked the token. */
    private void logIn(String role) {
        var token = Jwt.withTokenValue("x")
                .header("alg", "RS256")
                .subject(ALICE)
                .issuedAt(clock.instant())
                .claim("roles", List.of(role))
                .build();
        new RequestAttributeSecurityContextRepository()
                .saveContext(
                        new SecurityContextImpl(new JwtAuthenticationToken(token)),
                        request,
                        new MockHttpServletResponse());
    }

    private Map<String, Object> recorded(Runnable rest) throws Exception {
        return recorded(request, rest);
    }

    /** @param rest the filters and the handler behind */
    private Map<String, Object> recorded(MockHttpServletRequest request, Runnable rest) throws Exception {
        var exporter = InMemorySpanExporter.create();
        try (var tracing = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()) {
            var span = tracing.get("test").spanBuilder("request").startSpan();
            try (var _ = span.makeCurrent()) {
                filter.doFilter(request, new MockHttpServletResponse(), (_, _) -> rest.run());
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("planted");
            }
            span.end();
            return exporter.getFinishedSpanItems().getFirst().getAttributes().asMap().entrySet().stream()
                    .collect(Collectors.toMap(entry -> entry.getKey().getKey(), Map.Entry::getValue));
        }
    }
}
