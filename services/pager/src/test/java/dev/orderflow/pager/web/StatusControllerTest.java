package dev.orderflow.pager.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.page.Page;
import dev.orderflow.pager.page.Pages;
import dev.orderflow.pager.page.Paging;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The status that is readable without a login. */
@PagerTest
class StatusControllerTest {

    @LocalServerPort
    private int port;

    @Autowired
    private Pages pages;

    @Autowired
    private Paging paging;

    private final String key = UUID.randomUUID().toString();

    @BeforeEach
    void nothingIsWrong() {
        pages.open(10_000).forEach(page -> paging.resolve(page.number(), "the test"));
    }

    @Test
    void whereNoPageIsOpenEverythingWorks() throws Exception {
        assertThat(status()).contains("Everything works.").doesNotContain("does not work");
    }

    @Test
    void anOpenPageShowsOutsidersNoMoreThanThatSomethingIsWrong() throws Exception {
        var page = trigger();
        assertThat(status())
                .contains("Something does not work as it should", "Somebody has been called")
                .doesNotContain("secret", "ErrorRateHigh", "gateway", "/pages/" + page.number());
        paging.acknowledge(page.number(), "alice");
        assertThat(status()).contains("Somebody is working on it").doesNotContain("alice");
        paging.resolve(page.number(), "alice");
        assertThat(status()).contains("Everything works.");
    }

    private String status() throws Exception {
        var answer = new Http(port, "").get("/status");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private Page trigger() throws Exception {
        assertThat(new Http(port, Deliveries.TOKEN)
                        .post("/api/v1/alertmanager", Http.JSON, Deliveries.firing(key, "secret of the gateway", 1))
                        .statusCode())
                .isEqualTo(200);
        return pages.open(10_000).stream()
                .filter(page -> page.dedupKey().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
