package dev.orderflow.platform.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class DeadlineTest {

    @Test
    void shrinksToZeroAndNoFurther() {
        var clock = new AtomicLong();
        var deadline = new Deadline(Duration.ofSeconds(2), clock::get);
        clock.set(Duration.ofMillis(1500).toNanos());
        assertThat(deadline.remaining()).isEqualTo(Duration.ofMillis(500));
        clock.set(Duration.ofSeconds(3).toNanos());
        assertThat(deadline.remaining()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"500, 500", "9000, 2000", "-5, 2000", "soon, 2000", "99999999999999999999, 2000", ", 2000"})
    void theCallersDeadlineCountsUnlessItIsLongerThanOurs(String header, long millis) throws Exception {
        var request = new MockHttpServletRequest();
        if (header != null) {
            request.addHeader(Deadline.HEADER, header);
        }
        var seen = new ArrayList<Duration>();
        FilterChain chain = (in, out) -> {
            var deadline = Deadline.current();
            assertThat(deadline).isNotNull();
            seen.add(deadline.remaining());
        };
        new DeadlineFilter(Duration.ofSeconds(2)).doFilter(request, new MockHttpServletResponse(), chain);
        assertThat(seen.getFirst()).isBetween(Duration.ofMillis(millis - 400), Duration.ofMillis(millis));
        assertThat(Deadline.current()).isNull();
    }

    @Test
    void defaults() {
        var properties = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("orderflow.deadline", DeadlineProperties.class);
        assertThat(properties)
                .isEqualTo(new DeadlineProperties(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(1)));
    }
}
