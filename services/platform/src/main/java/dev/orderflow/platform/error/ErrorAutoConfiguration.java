package dev.orderflow.platform.error;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** One error model: {@link ErrorCode}, told as RFC 9457 problems wherever a request ends. */
@AutoConfiguration(before = ErrorMvcAutoConfiguration.class)
@Import({ErrorAdvice.class, ProblemErrorController.class})
public class ErrorAutoConfiguration {

    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }
}
