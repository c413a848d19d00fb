package dev.orderflow.pager.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.evidence.Chain.Bar;
import dev.orderflow.pager.evidence.Chain.Hop;
import dev.orderflow.pager.page.Page;
import dev.orderflow.pager.page.Pages;
import dev.orderflow.pager.page.Timeline;
import dev.orderflow.pager.page.Timeline.Kind;
import dev.orderflow.testkit.RecordedSystem;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@PagerTest
class WalkerTest {

    private static final RecordedSystem STORES = new RecordedSystem("locked-row", RecordedSystem.HTML);

    @LocalServerPort
    private int port;

    @Autowired
    private Pages pages;

    @Autowired
    private EvidenceStore evidence;

    @Autowired
    private Timeline timeline;

    private final String key = UUID.randomUUID().toString();

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        for (var store : new String[] {"prometheus", "jaeger", "victorialogs"}) {
            properties.add("orderflow.pager.stores." + store + ".url", STORES::url);
        }
        properties.add("orderflow.pager.stores.jaeger.link", () -> "http://jaeger.example.com");
    }

    @AfterAll
    static void stop() {
        STORES.close();
    }

    @Test
    void aPageIsWalkedToItsSql() throws Exception {
        var page = trigger(Deliveries.firing(key, "5XX error rate crossed threshold", 1));
        var chain = found(page);
        assertThat(chain.arrived()).as(chain.hops().toString()).isTrue();
        assertThat(chain.hops())
                .extracting(Hop::name)
                .startsWith("page", "series", "exemplar", "trace", "span", "logs", "SQL")
                .contains("changes");
        assertThat(chain.traceId()).isEqualTo(STORES.traceId());
        assertThat(chain.statements().getFirst().sql())
                .startsWith("update stock")
                .contains("where sku = ?");
        assertThat(chain.bars()).filteredOn(Bar::rootCause).singleElement().satisfies(bar -> {
            assertThat(bar.service()).isEqualTo("inventory");
            assertThat(bar.micros()).isEqualTo(2_916_438);
        });
        assertThat(chain.hops())
                .extracting(Hop::link)
                .contains("http://jaeger.example.com/api/traces/" + STORES.traceId());
        assertThat(timeline.of(page.number())).anySatisfy(entry -> {
            assertThat(entry.kind()).isEqualTo(Kind.EVIDENCE_FOUND);
            assertThat(entry.text()).contains("update stock");
        });

        var shown = new Http(port, "")
                .logIn("alice", "correct horse battery")
                .get("/pages/" + page.number())
                .body();
        assertThat(shown.split("<rect ", -1)).hasSize(chain.bars().size() + 1);
        assertThat(shown)
                .contains(
                        "update stock /* &lt;img src=x onerror=alert(3)&gt; */",
                        "timeout connecting to downstream service&lt;img src=x")
                .doesNotContain(RecordedSystem.HTML);
    }

    @Test
    void aWalkThatFailsSaysHowFarItGotAndWhy() throws Exception {
        var page = trigger(Deliveries.firing(key, "of no rule", 1).replace("ErrorRateHigh", "NoSuchRule"));
        var chain = found(page);
        assertThat(chain.arrived()).isFalse();
        assertThat(chain.hops())
                .singleElement()
                .satisfies(hop -> assertThat(hop.answer()).isEqualTo("NoSuchRule does not fire in Prometheus"));
        assertThat(new Http(port, "")
                        .logIn("alice", "correct horse battery")
                        .get("/pages/" + page.number())
                        .body())
                .contains("NoSuchRule does not fire in Prometheus");
    }

    private Page trigger(String delivery) throws Exception {
        assertThat(new Http(port, Deliveries.TOKEN)
                        .post("/api/v1/alertmanager", Http.JSON, delivery)
                        .statusCode())
                .isEqualTo(200);
        return pages.open(10_000).stream()
                .filter(page -> page.dedupKey().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private Chain found(Page page) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !evidence.of(page.number()).isEmpty() && !evidence.isWanted(page.number()));
        return evidence.of(page.number()).getFirst();
    }
}
