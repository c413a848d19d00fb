package dev.orderflow.notification;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of notifications.
 *
 * @param channel SMTP needs {@code spring.mail.host} and {@code orderflow.clients.user.url}
 * @param from the sender's address
 * @param pause before a message that was not taken is tried again; longer than handing one over can take. Doubled each
 *     time, up to {@code longestPause}
 * @param giveUpAfter how old a message may be and still be tried again (RFC 5321, section 4.5.4.1: four or five days)
 */
@Validated
@ConfigurationProperties("orderflow.notification")
record NotificationProperties(
        @DefaultValue("log") @NotNull Kind channel,

        @DefaultValue("orders@orderflow.example") @NotBlank @Email
        String from,

        @DefaultValue("2m") @NotNull @DurationMin(seconds = 1)
        Duration pause,

        @DefaultValue("1h") @NotNull @DurationMin(seconds = 1)
        Duration longestPause,

        @DefaultValue("4d") @NotNull @DurationMin(seconds = 1)
        Duration giveUpAfter) {

    enum Kind {
        LOG,
        SMTP
    }
}
