package dev.orderflow.replay;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;

/**
 * Settings of a Kafka client, from environment variables under the names that Spring Boot gives them:
 * SPRING_KAFKA_BOOTSTRAPSERVERS, and SPRING_KAFKA_PROPERTIES_SECURITY_PROTOCOL for security.protocol.
 *
 * @param names of the variables that are set, for messages; their values may be secret
 */
record KafkaSettings(Map<String, Object> values, String names) {

    private static final String SERVERS = "SPRING_KAFKA_BOOTSTRAPSERVERS";
    private static final String PROPERTY = "SPRING_KAFKA_PROPERTIES_";

    /** @throws IllegalArgumentException where no broker is named */
    static KafkaSettings of(Map<String, String> environment) {
        var servers = environment.get(SERVERS);
        if (servers == null) {
            throw new IllegalArgumentException(SERVERS + " is not set");
        }
        var values = new HashMap<String, Object>();
        var names = new TreeSet<String>();
        names.add(SERVERS);
        environment.forEach((name, value) -> {
            if (name.startsWith(PROPERTY)) {
                names.add(name);
                values.put(
                        name.substring(PROPERTY.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value);
            }
        });
        values.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
        return new KafkaSettings(Map.copyOf(values), String.join(", ", names));
    }

    /**
     * Makes a client of these settings, and of others besides.
     *
     * @throws KafkaException where the client refuses them; the message names the variables
     */
    <C> C client(Map<String, Object> others, Function<Map<String, Object>, C> constructor) {
        var all = new HashMap<>(values);
        all.putAll(others);
        try {
            return constructor.apply(all);
        } catch (KafkaException e) {
            throw new KafkaException("no Kafka client can be made of " + names, e);
        }
    }
}
