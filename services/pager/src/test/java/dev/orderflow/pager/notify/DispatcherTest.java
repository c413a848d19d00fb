package dev.orderflow.pager.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.page.Detail;
import dev.orderflow.pager.page.Page;
import dev.orderflow.pager.page.Paging;
import dev.orderflow.pager.page.Signal;
import dev.orderflow.pager.page.Source;
import dev.orderflow.pager.page.Timeline;
import dev.orderflow.pager.page.Timeline.Entry;
import dev.orderflow.pager.page.Timeline.Kind;
import dev.orderflow.testkit.Ports;
import dev.orderflow.testkit.TestClock;
import dev.orderflow.testkit.TestServer;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Notifications of one person by a webhook and by mail, with a real server each. */
@PagerTest
class DispatcherTest {

    private static final int WEBHOOK = Ports.free();
    private static final Duration SOON = Duration.ofSeconds(20);

    private static GreenMail mail;

    /** Takes connections, and answers nothing. */
    private static ServerSocket silent;

    @Autowired
    private Paging paging;

    @Autowired
    private Outbox outbox;

    @Autowired
    private Timeline timeline;

    @Autowired
    private TestClock clock;

    @Autowired
    private JdbcClient jdbc;

    @BeforeAll
    static void start() throws IOException {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
    }

    @AfterAll
    static void stop() throws IOException {
        mail.stop();
        silent.close();
    }

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        properties.add("spring.mail.host", () -> "127.0.0.1");
        properties.add("spring.mail.port", () -> mail.getSmtp().getPort());
        properties.add("orderflow.on-call.people.alice.email", () -> "alice@example.com");
        properties.add("orderflow.on-call.people.alice.webhook", () -> "http://127.0.0.1:" + WEBHOOK + "/alice");
        properties.add(
                "orderflow.on-call.people.bob.webhook", () -> "http://127.0.0.1:" + silent.getLocalPort() + "/bob");
    }

    @Test
    void eachChannelNotifiesOnceAndOneThatIsAwayNotifiesLater() throws Exception {
        var page = trigger();
        await().atMost(SOON).until(() -> kinds(page).containsAll(List.of(Kind.NOTIFIED, Kind.NOTIFICATION_FAILED)));
        assertThat(mails(page)).hasSize(1);
        var message = mails(page).getFirst();
        assertThat(message.getSubject()).isEqualTo("[page " + page.number() + "] Down Bcc: everybody@example.com");
        assertThat(message.getAllRecipients()).hasSize(1);
        assertThat(message.getContent().toString()).contains("/pages/" + page.number());

        try (var webhook = TestServer.start(WEBHOOK, _ -> TestServer.Answer.of(204))) {
            clock.advance(Duration.ofMinutes(1));
            await().atMost(SOON)
                    .until(() ->
                            kinds(page).stream().filter(Kind.NOTIFIED::equals).count() == 2);
            clock.advance(Duration.ofMinutes(2));
            await().during(Duration.ofSeconds(2))
                    .atMost(SOON)
                    .until(() -> received(webhook, page).size() == 1);
            var received = received(webhook, page).getFirst();
            assertThat(received.path()).isEqualTo("/alice");
            assertThat(received.headers().getFirst("Idempotency-Key")).hasSize(36);
            assertThat(received.body()).contains("\"page\":" + page.number(), "\"person\":\"alice\"");
        }
        assertThat(mails(page)).hasSize(1);
        assertThat(kinds(page)).containsOnlyOnce(Kind.NOTIFICATION_FAILED);
    }

    /** Bob's server takes connections, and never answers: each of his messages lasts five seconds. */
    @Test
    void whoDoesNotAnswerHoldsUpNobodyElse() throws Exception {
        var page = trigger();
        await().atMost(SOON).until(() -> kinds(page).contains(Kind.NOTIFIED));
        for (var message = 0; message < 20; message++) {
            outbox.add(page.number(), "bob", "for bob", clock.instant());
        }
        outbox.add(page.number(), "alice", "for alice", clock.instant());
        await().atMost(SOON).until(() -> mails(page).size() == 2);
        assertThat(timeline.of(page.number()).stream().map(Entry::text)).noneMatch("bob by webhook"::equals);
    }

    /** Alice's webhook is away for three hours. */
    @ParameterizedTest
    @ValueSource(strings = {"resolved", "acknowledged", "silenced"})
    void whatIsOverWhenAChannelIsBackIsNotSent(String how) throws Exception {
        var page = trigger();
        await().atMost(SOON).until(() -> kinds(page).contains(Kind.NOTIFICATION_FAILED));
        switch (how) {
            case "resolved" -> paging.resolve(page.number(), "bob");
            case "acknowledged" -> paging.acknowledge(page.number(), "bob");
            default -> paging.silence(page.number(), clock.instant().plus(Duration.ofDays(1)), "bob", "we know");
        }
        clock.advance(Duration.ofMinutes(10));
        try (var webhook = TestServer.start(WEBHOOK, _ -> TestServer.Answer.of(204))) {
            var later = trigger();
            await().atMost(SOON).until(() -> received(webhook, later).size() == 1);
            await().during(Duration.ofSeconds(2))
                    .atMost(SOON)
                    .until(() -> received(webhook, page).isEmpty());
            assertThat(kinds(page).contains(Kind.NOTIFICATION_CANCELLED)).isEqualTo(!how.equals("silenced"));
        }
    }

    @Test
    void whatAPersonHasNoMoreIsGivenUp() {
        var page = trigger();
        jdbc.sql("insert into notification (id, page, person, channel, title, next_at) values (:id, :page, "
                        + "'mallory', 'webhook', 'old', 0)")
                .param("id", UUID.randomUUID().toString())
                .param("page", page.number())
                .update();
        await().atMost(SOON).until(() -> kinds(page).contains(Kind.NOTIFICATION_CANCELLED));
        assertThat(kinds(page)).doesNotContain(Kind.EXHAUSTED);
    }

    private Page trigger() {
        var labels = Map.of("alertname", "Down");
        var detail = new Detail(labels, Map.of(), List.of(new Detail.Alert("", labels, Map.of(), clock.instant())), 0);
        return paging.trigger(new Signal(
                Source.ALERTMANAGER,
                UUID.randomUUID().toString(),
                "Down\r\nBcc: everybody@example.com",
                "page",
                detail,
                clock.instant()));
    }

    private static List<MimeMessage> mails(Page page) throws MessagingException {
        var mails = new ArrayList<MimeMessage>();
        for (var message : mail.getReceivedMessages()) {
            if (message.getSubject().startsWith("[page " + page.number() + "]")) {
                mails.add(message);
            }
        }
        return mails;
    }

    private static List<TestServer.Request> received(TestServer webhook, Page page) {
        return webhook.requests().stream()
                .filter(message -> message.body().contains("\"page\":" + page.number() + ","))
                .toList();
    }

    private List<Kind> kinds(Page page) {
        return timeline.of(page.number()).stream().map(Entry::kind).toList();
    }
}
