package dev.orderflow.platform.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.ResourceAccessException;

class DownstreamTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(Downstream.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
    }

    @Test
    void aTimeoutIsLoggedInTheWordsThatAnEngineerSearchesFor() {
        assertThatThrownBy(() -> Downstream.call("inventory", () -> {
                    throw new ResourceAccessException("late", new HttpTimeoutException("late"));
                }))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DOWNSTREAM_TIMEOUT));
        assertThat(log.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage()).isEqualTo("timeout connecting to downstream service");
            assertThat(line.getKeyValuePairs()).extracting(pair -> pair.key).containsExactly("service", "spent_ms");
            assertThat(line.getKeyValuePairs().getFirst().value).isEqualTo("inventory");
            assertThat((Long) line.getKeyValuePairs().getLast().value).isBetween(0L, 60_000L);
        });
    }

    @Test
    void nobodyListening() {
        assertThatThrownBy(() -> Downstream.call("inventory", () -> {
                    throw new ResourceAccessException("refused", new ConnectException());
                }))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DOWNSTREAM_UNAVAILABLE));
    }
}
