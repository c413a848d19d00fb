package dev.orderflow.platform.error;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.RequestDispatcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class ProblemErrorControllerTest {

    private final MockMvcTester mvc = MockMvcTester.create(
            MockMvcBuilders.standaloneSetup(new ProblemErrorController()).build());

    @ParameterizedTest
    @CsvSource({
        "400, 400, MALFORMED_REQUEST",
        "404, 404, NOT_FOUND",
        "413, 413, PAYLOAD_TOO_LARGE",
        "414, 400, MALFORMED_REQUEST",
        "429, 429, RATE_LIMITED",
        "500, 500, INTERNAL",
        "501, 500, INTERNAL",
        "503, 503, STORE_UNAVAILABLE"
    })
    void theContainersStatusBecomesAProblem(int status, int answered, String code) {
        for (var method : new HttpMethod[] {HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE}) {
            var answer = mvc.method(method)
                    .uri("/error")
                    .requestAttr(RequestDispatcher.ERROR_STATUS_CODE, status)
                    .requestAttr(RequestDispatcher.ERROR_MESSAGE, "secret")
                    .requestAttr(RequestDispatcher.ERROR_EXCEPTION, new IllegalStateException("secret"))
                    .exchange();
            assertThat(answer).hasStatus(answered).hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
            assertThat(answer).bodyJson().extractingPath("code").isEqualTo(code);
            assertThat(answer).bodyText().doesNotContain("secret");
        }
    }

    @Test
    void whoAsksForItWithoutAnErrorFindsNothing() {
        var answer = mvc.get().uri("/error").exchange();
        assertThat(answer).hasStatus(404);
        assertThat(answer).bodyJson().extractingPath("code").isEqualTo("NOT_FOUND");
    }
}
