package dev.orderflow.pager.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.PagerTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Alertmanager's groups change with its routing; their pages follow, where it can be asked for its alerts. */
@PagerTest
@TestPropertySource(
        properties = {
            "orderflow.pager.stores.alertmanager.url=http://127.0.0.1:1",
            "orderflow.pager.reconciliation.interval=1h"
        })
class RoutingChangeTest {

    private static final Instant START = Instant.parse("2026-11-25T01:59:00Z");

    @Autowired
    private Paging paging;

    @Autowired
    private Pages pages;

    private final String one = UUID.randomUUID().toString();
    private final String other = UUID.randomUUID().toString();

    @Test
    void groupsThatBecomeOneUnderAnotherKeyHaveOnePage() {
        var first = paging.trigger(signal(one, "a" + one));
        var second = paging.trigger(signal(other, "b" + one));
        var joint = paging.trigger(signal(UUID.randomUUID().toString(), "a" + one, "b" + one));
        assertThat(joint.number()).isEqualTo(first.number());
        assertThat(pages.get(second.number()).state()).isEqualTo(PageState.RESOLVED);
    }

    @Test
    void groupsThatBecomeOneUnderTheKeyOfOneOfThemHaveOnePage() {
        var first = paging.trigger(signal(one, "a" + one));
        var second = paging.trigger(signal(other, "b" + one));
        var joint = paging.trigger(signal(other, "a" + one, "b" + one));
        assertThat(joint.number()).isEqualTo(second.number());
        assertThat(pages.get(first.number()).state()).isEqualTo(PageState.RESOLVED);
        assertThat(pages.get(second.number()).isOpen()).isTrue();
    }

    @Test
    void aPageWithAnAlertOfItsOwnStaysOpenBesideTheJointGroups() {
        var first = paging.trigger(signal(one, "a" + one, "c" + one));
        var second = paging.trigger(signal(other, "b" + one));
        paging.trigger(signal(other, "a" + one, "b" + one));
        assertThat(pages.get(first.number()).isOpen()).isTrue();
        assertThat(pages.get(second.number()).isOpen()).isTrue();
    }

    /** A page that is open may be older than a resolved one that had its key before. */
    @Test
    void anOpenPageIsFoundUnderTheKeyOfAYoungerOneThatIsResolved() {
        var first = paging.trigger(signal(one, "a" + one));
        var second = paging.trigger(signal(other, "b" + one));
        paging.resolve(Source.ALERTMANAGER, other, START);
        assertThat(pages.get(second.number()).isOpen()).isFalse();
        assertThat(paging.trigger(signal(other, "a" + one)).number()).isEqualTo(first.number());
        assertThat(paging.trigger(signal(other, "c" + one)).number()).isEqualTo(first.number());
        paging.resolve(Source.ALERTMANAGER, other, START);
        assertThat(pages.get(first.number()).isOpen()).isFalse();
    }

    private static Signal signal(String key, String... fingerprints) {
        var labels = Map.of("alertname", "ErrorRateHigh");
        var alerts = Stream.of(fingerprints)
                .map(fingerprint -> new Detail.Alert(fingerprint, labels, Map.of(), START))
                .toList();
        return new Signal(
                Source.ALERTMANAGER,
                key,
                "5XX error rate crossed threshold",
                "page",
                new Detail(labels, Map.of(), List.copyOf(alerts), 0),
                START);
    }
}
