package dev.orderflow.gateway;

import static dev.orderflow.testkit.ServiceClient.isProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.testkit.ServiceClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The API's document over HTTP, while all services are away; {@link OpenApiTest} has what it says. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "orderflow.warm-up.rounds=0",
            "orderflow.clients.auth.url=http://127.0.0.1:1",
            "orderflow.clients.inventory.url=http://127.0.0.1:1",
            "orderflow.clients.order.url=http://127.0.0.1:1",
            "orderflow.clients.user.url=http://127.0.0.1:1"
        })
class OpenApiControllerTest {

    @LocalServerPort
    private int port;

    private RestTestClient anybody;

    @BeforeEach
    void client() {
        anybody = ServiceClient.of(port);
    }

    @Test
    void anybodyReadsItAsYaml() throws Exception {
        var file = new ClassPathResource("openapi.yaml").getContentAsByteArray();
        var answer = anybody.get()
                .uri("/api/openapi.yaml")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType(OpenApiController.YAML)
                .expectBody()
                .returnResult();
        assertThat(answer.getResponseBody()).isEqualTo(file);
    }

    @Test
    void anybodyReadsItAsJson() {
        anybody.get()
                .uri("/api/openapi.json")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON)
                .expectBody()
                .jsonPath("$.openapi")
                .isEqualTo("3.1.0")
                .jsonPath("$.paths['/api/orders']")
                .exists();
    }

    @Test
    void anotherFormIsNotFound() {
        isProblem(anybody.get().uri("/api/openapi.txt").exchange(), 404, "NOT_FOUND");
        isProblem(
                anybody.get()
                        .uri("/api/openapi.yaml")
                        .accept(MediaType.IMAGE_PNG)
                        .exchange(),
                406,
                "NOT_ACCEPTABLE");
    }

    @Test
    void nobodyWritesIt() {
        isProblem(anybody.delete().uri("/api/openapi.json").exchange(), 401, "UNAUTHENTICATED");
    }
}
