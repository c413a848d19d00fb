package dev.orderflow.inventory;

import static dev.orderflow.testkit.ServiceClient.isProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.platform.identity.ServiceIdentity;
import dev.orderflow.testkit.ServiceClient;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Reservations of stock, which only the order service may request. */
@InventoryTest
class ReservationControllerTest {

    private static final String PATH = "/internal/reservations";

    @Autowired
    private InventoryTest.Callers callers;

    @Autowired
    private JdbcClient jdbc;

    @LocalServerPort
    private int port;

    private final UUID order = UUID.randomUUID();
    private RestTestClient client;

    @BeforeEach
    void stock() {
        client = ServiceClient.of(port);
        jdbc.sql("truncate product, stock, reservation, reservation_line").update();
        jdbc.sql("insert into product (sku, name, price_minor, currency) values ('A', 'a', 500, 'EUR')")
                .update();
        jdbc.sql("insert into stock (sku, available, stocked) values ('A', 10, 10)")
                .update();
    }

    @Test
    void aReservationHoldsStockAndHasItsPrice() {
        // Asked for again, it is the same one.
        for (var i = 0; i < 2; i++) {
            reserve("A", 3)
                    .expectStatus()
                    .isCreated()
                    .expectBody()
                    .jsonPath("$.orderId")
                    .isEqualTo(order.toString())
                    .jsonPath("$.totalMinor")
                    .isEqualTo(1500)
                    .jsonPath("$.currency")
                    .isEqualTo("EUR");
        }
        assertThat(available()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"commit, 7", "release, 10"})
    void aReservationEndsOnce(String how, int left) {
        reserve("A", 3).expectStatus().isCreated();
        for (var i = 0; i < 2; i++) {
            post(callers.order().tokenFor("inventory"), "/%s/%s".formatted(order, how), "")
                    .expectStatus()
                    .isNoContent()
                    .expectBody()
                    .isEmpty();
        }
        assertThat(available()).isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource({"A, 11, 409, OUT_OF_STOCK", "NONE, 1, 422, UNKNOWN_SKU", "A, 0, 400, VALIDATION_FAILED"})
    void whatCannotBeHeldIsRefused(String sku, int quantity, int status, String code) {
        isProblem(reserve(sku, quantity), status, code);
        assertThat(available()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{                                                                   | MALFORMED_REQUEST",
                "{\"orderId\":\"x\",\"lines\":[]}                                    | MALFORMED_REQUEST",
                "{\"lines\":[{\"sku\":\"A\",\"quantity\":1}]}                         | VALIDATION_FAILED",
                "{\"orderId\":\"7e0d1d2c-65a3-4b9d-a0d3-5f0f6f3f2a11\",\"lines\":[]} | VALIDATION_FAILED"
            })
    void aBodyThatIsNotWhatItShouldBeIsAProblem(String body, String code) {
        isProblem(post(callers.order().tokenFor("inventory"), "", body), 400, code);
    }

    @Test
    void whatWasNeverReservedIsNotCommitted() {
        isProblem(post(callers.order().tokenFor("inventory"), "/" + order + "/commit", ""), 409, "OUT_OF_STOCK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/7e0d1d2c-65a3-4b9d-a0d3-5f0f6f3f2a11/commit"})
    void onlyTheOrderServiceMayAsk(String path) {
        for (var token : new String[] {
            callers.payment().tokenFor("inventory"), callers.order().tokenFor("user"), "none"
        }) {
            isProblem(post(token, path, "{}"), 403, "FORBIDDEN");
        }
    }

    private RestTestClient.ResponseSpec reserve(String sku, int quantity) {
        var body = "{\"orderId\":\"%s\",\"lines\":[{\"sku\":\"%s\",\"quantity\":%d}]}".formatted(order, sku, quantity);
        return post(callers.order().tokenFor("inventory"), "", body);
    }

    private RestTestClient.ResponseSpec post(String token, String path, String body) {
        return client.post()
                .uri(PATH + path)
                .header(ServiceIdentity.HEADER, token)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private int available() {
        return jdbc.sql("select available from stock where sku = 'A'")
                .query(Integer.class)
                .single();
    }
}
