package dev.orderflow.replay;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Settings of a Kafka client, from environment variables under the names that Spring Boot gives them:
 * SPRING_KAFKA_BOOTSTRAPSERVERS, and SPRING_KAFKA_PROPERTIES_SECURITY_PROTOCOL for security.protocol.
 */
record KafkaSettings(Map<String, Object> values) {

    private static final String SERVERS = "SPRING_KAFKA_BOOTSTRAPSERVERS";
    private static final String PROPERTY = "SPRING_KAFKA_PROPERTIES_";

    /** @throws IllegalArgumentException where no broker is named */
    static KafkaSettings of(Map<String, String> environment) {
        var servers = environment.get(SERVERS);
        if (servers == null) {
            throw new IllegalArgumentException(SERVERS + " is not set");
        }
        var values = new HashMap<String, Object>();
        environment.forEach((name, value) -> {
            if (name.startsWith(PROPERTY)) {
                values.put(
                        name.substring(PROPERTY.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value);
            }
        });
        values.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
        return new KafkaSettings(Map.copyOf(values));
    }

    /** These settings, and others besides. */
    Map<String, Object> with(Map<String, Object> others) {
        var all = new HashMap<>(values);
        all.putAll(others);
        return all;
    }
}
