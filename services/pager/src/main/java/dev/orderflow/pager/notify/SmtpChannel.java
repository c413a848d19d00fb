package dev.orderflow.pager.notify;

import dev.orderflow.platform.deadline.TimeLimit;
import jakarta.mail.MessagingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/** Sends a notification as an e-mail. */
final class SmtpChannel implements Channel {

    /** Limits the whole exchange; the timeouts of the mail library are of one read each. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final JavaMailSender mail;
    private final String from;
    private final String to;

    SmtpChannel(JavaMailSender mail, String from, String to) {
        this.mail = mail;
        this.from = from;
        this.to = to;
    }

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public void send(Message message) {
        try {
            var mime = mail.createMimeMessage();
            var helper = new MimeMessageHelper(mime, StandardCharsets.UTF_8.name());
            helper.setFrom(from);
            helper.setTo(to);
            // A header is one line; whoever made the title may not have thought of it.
            helper.setSubject(
                    "[page %d] %s".formatted(message.page(), message.title().replaceAll("\\p{Cntrl}+", " ")));
            helper.setText(message.title() + "\n\n" + message.url() + "\n");
            // By it a mail server or a reader knows one that comes twice (RFC 5322, 3.6.4).
            mime.setHeader("Message-ID", "<" + message.id() + "@" + from.substring(from.indexOf('@') + 1) + ">");
            TimeLimit.run(LIMIT, "a mail to " + to, () -> mail.send(mime));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
