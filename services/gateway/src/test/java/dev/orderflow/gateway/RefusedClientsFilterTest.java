package dev.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.platform.limit.DeviceCookies;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

class RefusedClientsFilterTest {

    private final InMemoryMetricReader reader = InMemoryMetricReader.create();
    private final RefusedClientsFilter filter = new RefusedClientsFilter(
            SdkMeterProvider.builder().registerMetricReader(reader).build().get("test"));
    private final Clients clients = new Clients(new DeviceCookies("device", "/", null, Clock.systemUTC()));

    @AfterEach
    void logOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void whoHasALoginIsCountedWhereItMayNotOrAsksTooOften() throws Exception {
        logIn();
        for (var status : List.of(200, 401, 403, 429, 429, 500)) {
            ask(status);
        }
        assertThat(counted()).containsExactlyInAnyOrderEntriesOf(Map.of(403L, 1L, 429L, 2L));
    }

    @Test
    void whoHasNoneIsNot() throws Exception {
        ask(403);
        ask(429);
        assertThat(counted()).containsExactlyInAnyOrderEntriesOf(Map.of(403L, 0L, 429L, 0L));
    }

    @Test
    void theSeriesAreThereBeforeTheFirstRefusal() {
        assertThat(counted()).containsExactlyInAnyOrderEntriesOf(Map.of(403L, 0L, 429L, 0L));
    }

    private static void logIn() {
        SecurityContextHolder.getContext()
                .setAuthentication(new JwtAuthenticationToken(Jwt.withTokenValue("x")
                        .header("alg", "EdDSA")
                        .subject("alice")
                        .build()));
    }

    private void ask(int status) throws Exception {
        var request = new MockHttpServletRequest("GET", "/api/orders");
        filter.doFilter(request, new MockHttpServletResponse(), (_, response) -> {
            clients.of(request);
            ((MockHttpServletResponse) response).setStatus(status);
        });
    }

    /** The counts by status. */
    private Map<Long, Long> counted() {
        return reader.collectAllMetrics().stream()
                .flatMap(metric -> metric.getLongSumData().getPoints().stream())
                .collect(Collectors.toMap(
                        point -> point.getAttributes().get(AttributeKey.longKey("http.response.status_code")),
                        LongPointData::getValue));
    }
}
