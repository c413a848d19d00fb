package dev.orderflow.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.notification.Notifications.Message;
import dev.orderflow.testkit.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.web.client.RestClient;

/** What a mail server answers over a real socket, and whether the message is tried again. */
class SmtpChannelTest {

    private TestServer users;

    @BeforeEach
    void startUsers() {
        var user = "{\"id\":\"%s\",\"email\":\"alice@example.com\",\"name\":\"Alice\",\"addresses\":[]}"
                .formatted(UUID.randomUUID());
        users = TestServer.start(_ -> TestServer.Answer.json(user));
    }

    @AfterEach
    void stopUsers() {
        users.close();
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 5.1.1 no such user, true",
        "RCPT, 553 5.1.3 no such address, true",
        "RCPT, 551 5.1.6 moved, true",
        "RCPT, 450 4.2.1 try later, false",
        "RCPT, 452 4.2.2 mailbox full, false",
        "MAIL, 421 4.3.2 shutting down, false",
        "MAIL, 451 4.3.0 greylisted, false",
        "MAIL, 550 5.7.1 not for you, false",
        "DATA, 554 5.7.1 looks like spam, false"
    })
    void onlyARecipientWhomTheServerDoesNotKnowIsForGood(String command, String answer, boolean forGood)
            throws Exception {
        try (var server = new MailServer(Map.of(command, answer))) {
            assertThatThrownBy(() -> channel(server.port()).send(message()))
                    .satisfies(e -> assertThat(e instanceof RefusedException)
                            .as(e.toString())
                            .isEqualTo(forGood));
        }
    }

    @Test
    void whatIsTakenIsTaken() throws Exception {
        try (var server = new MailServer(Map.of())) {
            assertThatCode(() -> channel(server.port()).send(message())).doesNotThrowAnyException();
        }
    }

    @Test
    @Timeout(30)
    void aServerThatNeverAnswersIsGivenUp() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> channel(silent.getLocalPort()).send(message()))
                    .isNotInstanceOf(RefusedException.class);
        }
    }

    private SmtpChannel channel(int port) {
        var sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(port);
        sender.getJavaMailProperties().put("mail.smtp.timeout", "1000");
        var client = RestClient.create(users.url());
        return new SmtpChannel(sender, client, "orders@orderflow.example");
    }

    private static Message message() {
        return new Message(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "subject", "body", Instant.now());
    }

    /** Answers each command with 250, but for those that a test has other answers for. */
    private static final class MailServer implements AutoCloseable {

        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final Map<String, String> answers;

        MailServer(Map<String, String> answers) throws IOException {
            this.answers = answers;
            Thread.ofVirtual().start(this::serve);
        }

        int port() {
            return listener.getLocalPort();
        }

        private void serve() {
            try (var socket = listener.accept()) {
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                say(socket, "220 ready");
                for (var line = in.readLine(); line != null; line = in.readLine()) {
                    var command = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
                    var answer = answers.get(command);
                    if (answer == null && command.equals("DATA")) {
                        say(socket, "354 go on");
                        while (!".".equals(line)) {
                            line = in.readLine();
                        }
                    }
                    say(socket, answer == null ? "250 ok" : answer);
                }
            } catch (IOException e) {
                // The client hung up.
            }
        }

        private static void say(Socket socket, String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
