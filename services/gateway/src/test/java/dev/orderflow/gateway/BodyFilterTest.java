package dev.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.platform.error.ErrorAutoConfiguration;
import dev.orderflow.platform.error.ProblemWriter;
import dev.orderflow.platform.limit.DeviceCookies;
import dev.orderflow.platform.limit.Places;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

class BodyFilterTest {

    @ParameterizedTest
    @CsvSource({"0, 200", "100, 200", "101, 413", "5000, 413"})
    void aBodyOverTheLimitIsRefusedWhetherOrNotItSaysItsLength(int length, int status) {
        for (var saysItsLength : new boolean[] {true, false}) {
            var passedOn = new AtomicReference<byte[]>();
            var response = filter(request(new byte[length], saysItsLength), passedOn);
            assertThat(response.getStatus()).isEqualTo(status);
            assertThat(passedOn.get() != null).isEqualTo(status == 200);
            if (status == 200) {
                assertThat(passedOn.get()).hasSize(length);
            } else {
                assertThat(response.getContentType()).startsWith("application/problem+json");
            }
        }
    }

    private static MockHttpServletRequest request(byte[] body, boolean saysItsLength) {
        var request = saysItsLength
                ? new MockHttpServletRequest()
                : new MockHttpServletRequest() {
                    @Override
                    public long getContentLengthLong() {
                        return -1;
                    }
                };
        request.setContent(body);
        if (!saysItsLength) {
            request.addHeader("Transfer-Encoding", "chunked");
        }
        return request;
    }

    private static MockHttpServletResponse filter(MockHttpServletRequest request, AtomicReference<byte[]> passedOn) {
        var response = new MockHttpServletResponse();
        new ApplicationContextRunner()
                .withBean(JsonMapper.class, JsonMapper::new)
                .withUserConfiguration(ErrorAutoConfiguration.class)
                .run(context -> RateLimitConfiguration.bodies(
                                TestProperties.with("max-body", "100B"),
                                new Places(2),
                                new Clients(new DeviceCookies("device", "/", null, Clock.systemUTC())),
                                context.getBean(ProblemWriter.class))
                        .doFilter(
                                request,
                                response,
                                (in, out) -> passedOn.set(in.getInputStream().readAllBytes())));
        return response;
    }
}
