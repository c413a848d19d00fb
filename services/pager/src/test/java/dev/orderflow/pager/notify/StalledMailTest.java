package dev.orderflow.pager.notify;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** A mail server that greets for ever, a line each second: no read waits for long, and no mail is sent. */
@Timeout(90)
class StalledMailTest {

    private ServerSocket server;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(() -> {
            try (var client = server.accept()) {
                while (!server.isClosed()) {
                    client.getOutputStream().write("220-wait\r\n".getBytes(StandardCharsets.US_ASCII));
                    TimeUnit.SECONDS.sleep(1);
                }
            } catch (IOException | InterruptedException e) {
                // The client hung up.
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void aServerThatGreetsForEverIsGivenUp() {
        var sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(server.getLocalPort());
        sender.getJavaMailProperties().put("mail.smtp.timeout", "5000");
        var channel = new SmtpChannel(sender, "pager@orderflow.example", "alice@orderflow.example");
        var message = new Message("1", 1, "alice", "ErrorRateHigh", "https://pager.example/pages/1");
        assertThatThrownBy(() -> channel.send(message))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("took longer than 30 s");
    }
}
