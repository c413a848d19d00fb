package dev.orderflow.notification;

import dev.orderflow.contracts.Profile;
import dev.orderflow.notification.Notifications.Message;
import dev.orderflow.platform.client.Downstream;
import dev.orderflow.platform.deadline.TimeLimit;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.web.client.RestClient;

/** Sends an e-mail to the address that the shopper has with the user service. */
final class SmtpChannel implements Channel {

    /** Limits the whole exchange; the timeouts of the mail library are of one read each. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

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
        var address = address(message);
        try {
            var mime = write(message, address);
            TimeLimit.run(LIMIT, "a mail", () -> mail.send(mime));
        } catch (MessagingException e) {
            throw new RefusedException("no e-mail can be written to its address: " + e.getMessage(), e);
        } catch (MailSendException e) {
            // JavaMail calls a recipient invalid whom the server answered with 5xx (RFC 5321, section 4.2.1). 4xx, and
            // what
            // became of the connection, is for now.
            if (e.getFailedMessages().values().stream().anyMatch(SmtpChannel::isForGood)) {
                throw new RefusedException("the mail server refuses its recipient: " + reason(e), e);
            }
            throw e;
        }
    }

    private String address(Message message) {
        try {
            var profile = Objects.requireNonNull(Downstream.call(
                    "user",
                    () -> users.get()
                            .uri("/internal/users/{id}", message.userId())
                            .retrieve()
                            .body(Profile.class)));
            return Objects.requireNonNull(profile.email(), "a profile without an e-mail address");
        } catch (ApiException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                throw new RefusedException("its shopper has no profile any more", e);
            }
            throw e;
        }
    }

    private static boolean isForGood(Exception e) {
        return e instanceof SendFailedException refused
                && refused.getInvalidAddresses() != null
                && refused.getInvalidAddresses().length > 0;
    }

    private static String reason(MailSendException e) {
        return String.valueOf(e.getFailedMessages().values().iterator().next().getMessage());
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
