package dev.orderflow.inventory;

import static dev.orderflow.testkit.ServiceClient.isProblem;

import dev.orderflow.testkit.ServiceClient;
import dev.orderflow.testkit.TestAuth;
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

@InventoryTest
class ProductControllerTest {

    @Autowired
    private TestAuth auth;

    @Autowired
    private JdbcClient jdbc;

    @LocalServerPort
    private int port;

    private RestTestClient client;

    @BeforeEach
    void products() {
        client = ServiceClient.of(port);
        jdbc.sql("truncate product, stock, reservation, reservation_line").update();
        jdbc.sql("insert into product (sku, name, price_minor, currency) select 'SKU-' || n, 'n', 500, 'EUR' "
                        + "from generate_series(100, 150) n")
                .update();
        jdbc.sql("insert into stock (sku, available, stocked) select sku, 10, 10 from product")
                .update();
    }

    @Test
    void anybodyReadsTheProductsPageByPage() {
        client.get()
                .uri("/api/products")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(50)
                .jsonPath("$[0].sku")
                .isEqualTo("SKU-100")
                .jsonPath("$[0].available")
                .isEqualTo(10);
        client.get()
                .uri("/api/products?after=SKU-149")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(1)
                .jsonPath("$[0].sku")
                .isEqualTo("SKU-150");
    }

    @Test
    void anybodyReadsAProduct() {
        client.get()
                .uri("/api/products/SKU-100")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.priceMinor")
                .isEqualTo(500);
        isProblem(client.get().uri("/api/products/SKU-0").exchange(), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/products/SKU_1", "/api/products?after=SKU_1"})
    void whatIsNoSkuIsRefused(String path) {
        isProblem(client.get().uri(path).exchange(), 400, "VALIDATION_FAILED");
    }

    @Test
    void anOperatorRestocks() {
        restock("SKU-100", auth.operator(UUID.randomUUID()), 5)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.available")
                .isEqualTo(15);
    }

    @Test
    void nobodyElseRestocks() {
        isProblem(restock("SKU-100", auth.shopper(UUID.randomUUID()), 5), 403, "FORBIDDEN");
        isProblem(restock("SKU-100", "", 5), 401, "UNAUTHENTICATED");
        try (var forger = TestAuth.start()) {
            isProblem(restock("SKU-100", forger.operator(UUID.randomUUID()), 5), 401, "UNAUTHENTICATED");
        }
        client.get()
                .uri("/api/products/SKU-100")
                .exchange()
                .expectBody()
                .jsonPath("$.available")
                .isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({
        "SKU-100, 0,       400, VALIDATION_FAILED",
        "SKU-100, 1000001, 400, VALIDATION_FAILED",
        "SKU_100, 1,       400, VALIDATION_FAILED",
        "SKU-0,   1,       404, NOT_FOUND"
    })
    void aRestockThatCannotBeIsRefused(String sku, int quantity, int status, String code) {
        isProblem(restock(sku, auth.operator(UUID.randomUUID()), quantity), status, code);
    }

    @Test
    void moreThanCanBeCountedIsRefused() {
        jdbc.sql("update stock set available = 2147483647, stocked = 2147483647 where sku = 'SKU-100'")
                .update();
        isProblem(restock("SKU-100", auth.operator(UUID.randomUUID()), 1), 409, "STOCK_LIMIT");
    }

    /** @param bearer the header Authorization; empty for none */
    private RestTestClient.ResponseSpec restock(String sku, String bearer, int quantity) {
        return client.post()
                .uri("/api/products/" + sku + "/restock")
                .contentType(MediaType.APPLICATION_JSON)
                .headers(headers -> {
                    if (!bearer.isEmpty()) {
                        headers.set("Authorization", bearer);
                    }
                })
                .body("{\"quantity\":%d}".formatted(quantity))
                .exchange();
    }
}
