package dev.orderflow.notification;

import dev.orderflow.platform.client.ServiceClients;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.scheduling.annotation.EnableScheduling;

@SpringBootApplication
@EnableScheduling
@ConfigurationPropertiesScan
class NotificationApplication {

    static void main(String[] arguments) {
        SpringApplication.run(NotificationApplication.class, arguments);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
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
}
