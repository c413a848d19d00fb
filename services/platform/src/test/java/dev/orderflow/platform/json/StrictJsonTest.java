package dev.orderflow.platform.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/** By the settings that the services run with. */
class StrictJsonTest {

    record Line(String sku, int quantity) {}

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withPropertyValues("spring.config.import=classpath:orderflow-platform.yaml")
            .withConfiguration(AutoConfigurations.of(JsonAutoConfiguration.class, JacksonAutoConfiguration.class));

    @ParameterizedTest
    @ValueSource(strings = {"2", "2.0", "2e0", "20E-1"})
    void theseAreTheNumberTwo(String two) {
        context.run(running -> assertThat(read(running.getBean(JsonMapper.class), "\"A\"", two))
                .isEqualTo(new Line("A", 2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2.5", "\"2\"", "true", "null", "[2]", "{}", "2147483648", "1e400", "1e999999999", "1e-999999999"
            })
    void theseAreNoQuantity(String quantity) {
        context.run(running -> assertThatThrownBy(() -> read(running.getBean(JsonMapper.class), "\"A\"", quantity))
                .isInstanceOf(tools.jackson.core.JacksonException.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5.0", "true", "[]", "{}"})
    void theseAreNoText(String sku) {
        context.run(running -> assertThatThrownBy(() -> read(running.getBean(JsonMapper.class), sku, "1"))
                .isInstanceOf(MismatchedInputException.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sku\":\"A\"}",
                "{\"sku\":\"A\",\"quantity\":1,\"quantity\":1}",
                "{\"sku\":\"A\",\"quantity\":1,\"x\":1}"
            })
    void nothingIsLeftOutOrSaidTwiceOrMadeUp(String line) {
        context.run(running -> assertThatThrownBy(
                        () -> running.getBean(JsonMapper.class).readValue(line, Line.class))
                .isInstanceOf(tools.jackson.core.JacksonException.class));
    }

    private static Line read(JsonMapper json, String sku, String quantity) {
        return json.readValue("{\"sku\":%s,\"quantity\":%s}".formatted(sku, quantity), Line.class);
    }
}
