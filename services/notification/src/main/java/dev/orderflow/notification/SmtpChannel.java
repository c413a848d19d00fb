package dev.orderflow.notification;

import dev.orderflow.contracts.Profile;
import dev.orderflow.notification.Notifications.Message;
import dev.orderflow.platform.client.Downstream;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.web.client.RestClient;

/** Sends an e-mail to the address that the shopper has with the user service. */
final class SmtpChannel implements Channel {

    private final JavaMailSender mail;
    private final RestClient users;
    private final String from;

    SmtpChannel(JavaMailSender mail, RestClient users, String from) {
        this.mail = mail;
        this.users = users;
        this.from = from;
    }

    @Override
    public void send(Message message) {
        var profile = Objects.requireNonNull(Downstream.call("user", () -> users.get()
                .uri("/internal/users/{id}", message.userId())
                .retrieve()
                .body(Profile.class)));
        try {
            mail.send(write(message, profile.email()));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private MimeMessage write(Message message, String to) throws MessagingException {
        var mime = mail.createMimeMessage();
        var helper = new MimeMessageHelper(mime, StandardCharsets.UTF_8.name());
        helper.setFrom(from);
        helper.setTo(to);
        helper.setSubject(message.subject());
        helper.setText(message.body());
        // By it a mail server or a reader knows one that comes twice (RFC 5322, 3.6.4).
        var domain = from.substring(from.indexOf('@') + 1);
        mime.setHeader("Message-ID", "<" + message.eventId() + "@" + domain + ">");
        return mime;
    }
}
