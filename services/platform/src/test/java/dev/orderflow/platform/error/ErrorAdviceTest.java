package dev.orderflow.platform.error;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

class ErrorAdviceTest {

    private final MockMvcTester mvc = MockMvcTester.create(MockMvcBuilders.standaloneSetup(new Counter())
            .setControllerAdvice(new ErrorAdvice())
            .build());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"count\":        | 400 | MALFORMED_REQUEST | not the JSON",
                "{\"count\":\"x\"}  | 400 | MALFORMED_REQUEST | count",
                "{}                 | 400 | VALIDATION_FAILED | count must not be null",
                "{\"count\":0}      | 400 | VALIDATION_FAILED | count must be greater than or equal to 1",
                "{\"count\":404}    | 422 | UNKNOWN_SKU       | No product 404.",
                "{\"count\":500}    | 500 | INTERNAL          | Something went wrong here."
            })
    void everyRefusalIsAProblemWithACode(String body, int status, String code, String detail) {
        var answer = mvc.post()
                .uri("/counts")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
        assertThat(answer).hasStatus(status).hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("code").isEqualTo(code);
        assertThat(answer)
                .bodyJson()
                .extractingPath("detail")
                .asString()
                .contains(detail)
                .doesNotContain("secret");
    }

    @Test
    void aWrongMethod() {
        var answer = mvc.delete().uri("/counts").exchange();
        assertThat(answer).hasStatus(405);
        assertThat(answer).bodyJson().extractingPath("code").isEqualTo("METHOD_NOT_ALLOWED");
    }

    /** A storm of refusals is logged line by line: a stack trace of each would be more work than the answers. */
    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aRefusalForLoadIsOneLineOfLog(CapturedOutput log) {
        var answer = mvc.post()
                .uri("/counts")
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"count\":503}")
                .exchange();
        assertThat(answer).hasStatus(503).bodyJson().extractingPath("code").isEqualTo("OVERLOADED");
        assertThat(log.getAll()).contains("OVERLOADED: Send it again.").doesNotContain("\tat ");
    }

    @Test
    void aPathVariableOfTheWrongType() {
        var answer = mvc.get().uri("/counts/x").exchange();
        assertThat(answer).hasStatus(400).hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("code").isEqualTo("MALFORMED_REQUEST");
    }

    @ParameterizedTest
    @CsvSource({"text/html", "garbage", "a/b/c"})
    void whoAcceptsNoneOfOurTypesIsRefused(String accept) {
        var answer = mvc.get().uri("/counts").header("Accept", accept).exchange();
        assertThat(answer).hasStatus(406).hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("code").isEqualTo("NOT_ACCEPTABLE");
    }

    @Test
    void aWrongMediaType() {
        var answer = mvc.post()
                .uri("/counts")
                .contentType(MediaType.TEXT_PLAIN)
                .content("1")
                .exchange();
        assertThat(answer).hasStatus(415);
        assertThat(answer).bodyJson().extractingPath("code").isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    }

    @RestController
    static class Counter {

        record Count(@NotNull @Min(1) Integer count) {}

        @PostMapping("/counts")
        int count(@Valid @RequestBody Count request) {
            return switch (request.count()) {
                case 404 -> throw new ApiException(ErrorCode.UNKNOWN_SKU, "No product 404.");
                case 503 -> throw new ApiException(ErrorCode.OVERLOADED, "Send it again.");
                case 500 -> throw new IllegalStateException("secret");
                default -> request.count();
            };
        }

        @GetMapping(path = "/counts", produces = MediaType.APPLICATION_JSON_VALUE)
        int none() {
            return 0;
        }

        @GetMapping("/counts/{number}")
        int number(@PathVariable int number) {
            return number;
        }
    }
}
