package dev.orderflow.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.orderflow.contracts.PaymentAuthorised;
import dev.orderflow.contracts.PaymentCaptured;
import dev.orderflow.contracts.PaymentDeclined;
import dev.orderflow.contracts.PaymentEvent;
import dev.orderflow.migrate.Schemas;
import dev.orderflow.platform.messaging.EventCodec;
import dev.orderflow.platform.retention.Retention;
import dev.orderflow.platform.retention.RetentionJob;
import dev.orderflow.testkit.Postgresql;
import dev.orderflow.testkit.SigningKey;
import dev.orderflow.testkit.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** On a real PostgreSQL and a real SMTP server; the user service's one answer comes from a server of the test. */
@SpringBootTest(
        properties = {
            "orderflow.notification.channel=smtp",
            "orderflow.notification.pause=1s",
            "orderflow.notification.longest-pause=8s",
            "orderflow.clients.auth.url=http://127.0.0.1:1",
            "spring.kafka.bootstrap-servers=127.0.0.1:1",
            "spring.kafka.listener.auto-startup=false",
            "spring.kafka.admin.auto-create=false",
            "spring.mail.properties.mail.smtp.connectiontimeout=1000"
        })
class NotificationTest {

    /** Has no profile. */
    private static final UUID GONE = UUID.randomUUID();

    /** Has an address that is none. */
    private static final UUID REJECTED = UUID.randomUUID();

    /** Has a profile that cannot be read now. */
    private static final UUID AWAY = UUID.randomUUID();

    private static EmbeddedPostgres postgres;
    private static GreenMail mail;
    private static TestServer users;

    @Autowired
    private PaymentListener listener;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private EventCodec codec;

    private final UUID order = UUID.randomUUID();

    @Autowired
    private RetentionJob retention;

    @Autowired
    private List<Retention> retentions;

    @DynamicPropertySource
    static void stores(DynamicPropertyRegistry properties) throws Exception {
        var key = Files.writeString(
                Files.createTempFile("identity", ".pem"), SigningKey.generate().privatePem());
        key.toFile().deleteOnExit();
        properties.add("orderflow.identity.key", () -> key.toUri().toString());
        postgres = Postgresql.start();
        Schemas.migrate(postgres.getPostgresDatabase());
        mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        users = TestServer.start(NotificationTest::user);
        properties.add("spring.datasource.url", () -> postgres.getJdbcUrl("postgres", "postgres"));
        properties.add("spring.datasource.username", () -> "postgres");
        properties.add("spring.mail.host", () -> "127.0.0.1");
        properties.add("spring.mail.port", () -> mail.getSmtp().getPort());
        properties.add("orderflow.clients.user.url", users::url);
    }

    /** Answers as the user service: with a profile, in which are properties that a newer version of it may have. */
    private static TestServer.Answer user(TestServer.Request request) {
        var id = request.path().substring(request.path().lastIndexOf('/') + 1);
        if (id.equals(GONE.toString())) {
            return TestServer.Answer.json(404, "{\"code\":\"NOT_FOUND\",\"detail\":\"-\"}");
        }
        if (id.equals(AWAY.toString())) {
            return TestServer.Answer.json(503, "{\"code\":\"STORE_UNAVAILABLE\",\"detail\":\"-\"}");
        }
        var email = id.equals(REJECTED.toString()) ? "no such@x y" : "alice@example.com";
        return TestServer.Answer.json("""
                {"id":"%1$s","email":"%2$s","name":"Alice","addresses":[{"id":"%1$s","street":"s","city":"c",
                 "country":"EU","zip":"1"}],"locale":{"a":1}}""".formatted(id, email));
    }

    @AfterAll
    static void stop() throws IOException {
        users.close();
        mail.stop();
        postgres.close();
    }

    @BeforeEach
    void empty() throws Exception {
        jdbc.sql("truncate notification, processed_event").update();
        mail.purgeEmailFromAllMailboxes();
    }

    @Test
    void everyTableThatGrowsHasARetention() {
        var tables = jdbc.sql("select tablename from pg_tables where schemaname = current_schema() and tablename <> "
                        + "'flyway_schema_history'")
                .query(String.class)
                .list();
        var kept = retentions.stream()
                .flatMap(one -> one.tables().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(kept).containsExactlyInAnyOrderElementsOf(tables);
    }

    @Test
    void aNotificationIsDeletedOnceItIsOldAndNoMoreWaits() {
        jdbc.sql("""
                        insert into notification (event_id, order_id, user_id, subject, body, created_at, sent_at, failed_at, next_at)
                        select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 's', 'b', now() - age,
                               case when state = 'sent' then now() end, case when state = 'failed' then now() end, now() + interval '1 hour'
                        from unnest(array[interval '31 days', interval '29 days']) as age, unnest(array['sent', 'failed', 'waits']) as state
                        """).update();
        retention.run();
        assertThat(jdbc.sql("select count(*) from notification")
                        .query(Integer.class)
                        .single())
                .isEqualTo(4);
        assertThat(unsent()).isEqualTo(2);
    }

    @Test
    void oneThatIsRefusedForGoodHoldsUpNoOtherAndIsSentToNobodyTwice() throws Exception {
        var gone = new PaymentCaptured(UUID.randomUUID(), order, GONE, 1198, "EUR", Instant.now());
        var rejected = new PaymentCaptured(UUID.randomUUID(), order, REJECTED, 1198, "EUR", Instant.now());
        hear(captured());
        hear(gone);
        hear(captured());
        hear(rejected);
        hear(captured());
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(unsent()).isZero());
        assertThat(mail.getReceivedMessages()).hasSize(3);
        assertThat(failure(gone)).contains("no profile");
        assertThat(failure(rejected)).contains("no e-mail can be written");
        // And so it stays.
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(20))
                .until(() -> mail.getReceivedMessages().length == 3);
    }

    @Test
    void oneThatIsNotTakenIsTriedAgainAfterAPauseAndTheOthersAreSentOnce() throws Exception {
        var away = new PaymentCaptured(UUID.randomUUID(), order, AWAY, 1198, "EUR", Instant.now());
        hear(away);
        hear(captured());
        hear(captured());
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(unsent()).isEqualTo(1));
        await().atMost(Duration.ofSeconds(20)).until(() -> attempts(away) >= 2);
        assertThat(mail.getReceivedMessages()).hasSize(2);
        // The pause doubles: 1 s, and then 2 s.
        assertThat(jdbc.sql("select next_at >= created_at + interval '3 s' from notification where attempts > 1")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void oneThatIsNotTakenForDaysIsGivenUp() throws Exception {
        var away = new PaymentCaptured(UUID.randomUUID(), order, AWAY, 1198, "EUR", Instant.now());
        hear(away);
        jdbc.sql("update notification set created_at = now() - interval '4 days 1 hour'")
                .update();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(failure(away)).contains("not taken for"));
    }

    private String failure(PaymentEvent event) {
        return jdbc.sql("select coalesce(failure, '') from notification where event_id = :id")
                .param("id", event.eventId())
                .query(String.class)
                .single();
    }

    private int attempts(PaymentEvent event) {
        return jdbc.sql("select attempts from notification where event_id = :id")
                .param("id", event.eventId())
                .query(Integer.class)
                .single();
    }

    @Test
    void anEventIsNotifiedOnceByMail() throws Exception {
        var event = captured();
        hear(event);
        hear(event);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(unsent()).isZero());
        assertThat(mail.getReceivedMessages()).hasSize(1);
        var message = mail.getReceivedMessages()[0];
        assertThat(message.getSubject()).isEqualTo("Your order is paid");
        assertThat(message.getAllRecipients()[0]).hasToString("alice@example.com");
        assertThat(message.getContent().toString()).contains("We charged 11.98 EUR for your order " + order);
        assertThat(message.getMessageID()).isEqualTo("<" + event.eventId() + "@orderflow.example>");
    }

    /** A dead letter of the order service, for example, which is sent back after weeks. */
    @Test
    void whatIsSentBackToAnotherConsumerIsNotNotifiedAgain() {
        var event = captured();
        hear(event);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(unsent()).isZero());
        // What their retentions leave.
        jdbc.sql("truncate notification, processed_event").update();
        hear(event, "order");
        assertThat(jdbc.sql("select count(*) from notification")
                        .query(Integer.class)
                        .single())
                .isZero();
        hear(event, "notification");
        assertThat(jdbc.sql("select count(*) from notification")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void whatTheMailServerDoesNotTakeWaitsAndIsSentLater() throws Exception {
        var port = mail.getSmtp().getPort();
        mail.stop();
        hear(new PaymentDeclined(
                UUID.randomUUID(), order, UUID.randomUUID(), 1198, "EUR", "insufficient_funds", Instant.now()));
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(20)).until(() -> unsent() == 1);
        mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(unsent()).isZero());
        assertThat(mail.getReceivedMessages()).hasSize(1);
    }

    @Test
    void anAuthorisationNotifiesNobody() {
        hear(new PaymentAuthorised(UUID.randomUUID(), order, UUID.randomUUID(), 1198, "EUR", Instant.now()));
        assertThat(jdbc.sql("select count(*) from notification")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("select count(*) from processed_event")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    private PaymentCaptured captured() {
        return new PaymentCaptured(UUID.randomUUID(), order, UUID.randomUUID(), 1198, "EUR", Instant.now());
    }

    private void hear(PaymentEvent event) {
        listener.receive(new ConsumerRecord<>("payments", 0, 0, order.toString(), codec.write(event)));
    }

    /** Hears an event that was sent back to a group. */
    private void hear(PaymentEvent event, String group) {
        var message = new ConsumerRecord<>("payments", 0, 0, order.toString(), codec.write(event));
        message.headers().add("dead-letter-group", group.getBytes(StandardCharsets.UTF_8));
        listener.receive(message);
    }

    private int unsent() {
        return jdbc.sql("select count(*) from notification where sent_at is null and failed_at is null")
                .query(Integer.class)
                .single();
    }
}
