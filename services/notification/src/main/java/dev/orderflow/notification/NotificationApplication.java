package dev.orderflow.notification;

import dev.orderflow.platform.client.ServiceClients;
import dev.orderflow.platform.retention.Retention;
import dev.orderflow.platform.retention.RetentionProperties;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The notification service: mails shoppers the outcomes of their payments. */
@SpringBootApplication
@EnableScheduling
@ConfigurationPropertiesScan
class NotificationApplication {

    static void main(String[] arguments) {
        SpringApplication.run(NotificationApplication.class, arguments);
    }

    @Bean
    Channel channel(NotificationProperties properties, ObjectProvider<JavaMailSender> mail, ServiceClients clients) {
        return switch (properties.channel()) {
            case LOG -> new LogChannel();
            case SMTP -> {
                var sender = mail.getIfAvailable();
                if (sender == null) {
                    throw new IllegalStateException("orderflow.notification.channel is smtp: set spring.mail.host too");
                }
                yield new SmtpChannel(sender, clients.of("user"), properties.from());
            }
        };
    }

    /** A notification that still waits is kept, until it is sent or given up. */
    @Bean
    Retention notificationRetention(RetentionProperties properties) {
        return new Retention(List.of("notification"), properties.notifications(), """
                delete from notification where event_id in (
                    select event_id from notification where created_at < :before and (sent_at is not null or failed_at is not null)
                    order by created_at limit :batch for update skip locked)
                """);
    }
}
