package dev.orderflow.platform.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.client.ResourceAccessException;

@ExtendWith(OutputCaptureExtension.class)
class DownstreamTest {

    @Test
    void aTimeoutIsLoggedInTheWordsThatAnEngineerSearchesFor(CapturedOutput output) {
        assertThatThrownBy(() -> Downstream.call("inventory", () -> {
                    throw new ResourceAccessException("late", new HttpTimeoutException("late"));
                }))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DOWNSTREAM_TIMEOUT));
        assertThat(output).contains("timeout connecting to downstream service").contains("inventory");
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
