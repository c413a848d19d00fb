package dev.orderflow.notification;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How shoppers are told.
 *
 * @param channel SMTP needs {@code spring.mail.host} and {@code orderflow.clients.user.url}
 * @param from the sender's address
 */
@Validated
@ConfigurationProperties("orderflow.notification")
record NotificationProperties(
        @DefaultValue("log") @NotNull Kind channel,
        @DefaultValue("orders@orderflow.example") @NotBlank @Email String from) {

    enum Kind {
        LOG,
        SMTP
    }
}
