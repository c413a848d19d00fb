package dev.orderflow.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.List;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is let in: no more than the API says, and nothing that a store cannot hold. */
class RequestTest {

    private static ValidatorFactory factory;
    private static Validator validator;

    @BeforeAll
    static void start() {
        factory = Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory();
        validator = factory.getValidator();
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @Test
    void addresses() {
        assertThat(List.of("alice@example.com", "a@b", "a+b@[::1]", "x".repeat(250) + "@b.c"))
                .allMatch(email -> valid(new LoginRequest(email, "x")));
        assertThat(List.of(
                        "",
                        " ",
                        "a",
                        "@",
                        "a@",
                        "@b",
                        "a@b@c",
                        "a b@c",
                        "a\0@b",
                        "\ud800@b",
                        "\u00e4@b",
                        "a@b\n",
                        "x".repeat(251) + "@b.c"))
                .noneMatch(email -> valid(new LoginRequest(email, "x")));
    }

    @Test
    void passwords() {
        // Characters of Unicode, as JSON Schema counts them; four bytes are one.
        assertThat(List.of("x", " ", "\0", "\ud83d\ude00".repeat(128)))
                .allMatch(password -> valid(new LoginRequest("a@b", password)));
        assertThat(List.of("", "x".repeat(129), "\ud800", "\udc00\ud800"))
                .noneMatch(password -> valid(new LoginRequest("a@b", password)));
    }

    @Test
    void stockKeepingUnits() {
        assertThat(List.of("SKU-0001", "a", "-", "9".repeat(32))).allMatch(sku -> valid(new OrderLine(sku, 1)));
        assertThat(List.of("", " ", "A\0", "A ", "A\n", "\u00c4", "%", "9".repeat(33)))
                .noneMatch(sku -> valid(new OrderLine(sku, 1)));
    }

    private static boolean valid(Object request) {
        return validator.validate(request).isEmpty();
    }
}
