package dev.orderflow.pager.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.Receiver;
import dev.orderflow.pager.TestClock;
import dev.orderflow.pager.page.Detail;
import dev.orderflow.pager.page.Page;
import dev.orderflow.pager.page.Paging;
import dev.orderflow.pager.page.Signal;
import dev.orderflow.pager.page.Source;
import dev.orderflow.pager.page.Timeline;
import dev.orderflow.pager.page.Timeline.Entry;
import dev.orderflow.pager.page.Timeline.Kind;
import dev.orderflow.processes.Ports;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Alice is told by a webhook and by mail, by a real server each. */
@PagerTest
class DispatcherTest {

    private static final int WEBHOOK = Ports.free();
    private static final Duration SOON = Duration.ofSeconds(20);

    private static GreenMail mail;

    @Autowired
    private Paging paging;

    @Autowired
    private Timeline timeline;

    @Autowired
    private TestClock clock;

    @BeforeAll
    static void start() {
        mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
    }

    @AfterAll
    static void stop() {
        mail.stop();
    }

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        properties.add("spring.mail.host", () -> "127.0.0.1");
        properties.add("spring.mail.port", () -> mail.getSmtp().getPort());
        properties.add("orderflow.on-call.people.alice.email", () -> "alice@example.com");
        properties.add("orderflow.on-call.people.alice.webhook", () -> "http://127.0.0.1:" + WEBHOOK + "/alice");
    }

    @Test
    void eachChannelTellsItOnceAndOneThatIsAwayTellsItLater() throws Exception {
        var page = trigger();
        await().atMost(SOON).until(() -> kinds(page).containsAll(List.of(Kind.NOTIFIED, Kind.NOTIFICATION_FAILED)));
        assertThat(mail.getReceivedMessages()).hasSize(1);
        var message = mail.getReceivedMessages()[0];
        assertThat(message.getSubject()).isEqualTo("[page " + page.number() + "] Down Bcc: everybody@example.com");
        assertThat(message.getAllRecipients()).hasSize(1);
        assertThat(message.getContent().toString()).contains("/pages/" + page.number());

        try (var webhook = new Receiver(WEBHOOK, 204, "")) {
            clock.advance(Duration.ofMinutes(1));
            await().atMost(SOON).until(() -> kinds(page).stream().filter(Kind.NOTIFIED::equals).count() == 2);
            clock.advance(Duration.ofMinutes(2));
            await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> webhook.received().size() == 1);
            var received = webhook.received().getFirst();
            assertThat(received.path()).isEqualTo("/alice");
            assertThat(received.id()).hasSize(36);
            assertThat(received.body()).contains("\"page\":" + page.number(), "\"person\":\"alice\"");
        }
        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(kinds(page)).containsOnlyOnce(Kind.NOTIFICATION_FAILED);
    }

    private Page trigger() {
        var labels = Map.of("alertname", "Down");
        var detail = new Detail(labels, Map.of(), List.of(new Detail.Alert("", labels, Map.of(), clock.instant())), 0);
        return paging.trigger(new Signal(
                Source.ALERTMANAGER, UUID.randomUUID().toString(), "Down\r\nBcc: everybody@example.com", "page", detail, clock.instant()));
    }

    private List<Kind> kinds(Page page) {
        return timeline.of(page.number()).stream().map(Entry::kind).toList();
    }
}
