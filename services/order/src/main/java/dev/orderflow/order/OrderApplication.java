package dev.orderflow.order;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

@SpringBootApplication
@EnableScheduling
class OrderApplication {

    static void main(String[] arguments) {
        SpringApplication.run(OrderApplication.class, arguments);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** The agent's, which sends what it measures; without an agent it measures nothing. */
    @Bean
    Meter meter() {
        return GlobalOpenTelemetry.getMeter("dev.orderflow.order");
    }
}
