package dev.orderflow.replay;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;

/**
 * How long the brokers remember which dead letters were sent back: each is kept without limit, its group's offset is
 * not. Once that is forgotten, all of its partition are sent again.
 */
final class OffsetRetention {

    private static final String SETTING = "offsets.retention.minutes";

    /** The setting of {@code helm/orderflow/files/kafka.properties}. */
    private static final Duration LONG_ENOUGH = Duration.ofDays(365);

    private final KafkaSettings settings;

    OffsetRetention(KafkaSettings settings) {
        this.settings = settings;
    }

    /** Returns what is wrong with the brokers' setting; empty where it is long enough, or may not be read. */
    Optional<String> warning() {
        try (var admin = settings.client(
                Map.of(
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        15_000,
                        CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
                        5000),
                Admin::create)) {
            var brokers = admin.describeCluster().nodes().get().stream()
                    .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
                    .toList();
            return warning(admin.describeConfigs(brokers).all().get().values().stream()
                    .flatMap(config -> Optional.ofNullable(config.get(SETTING)).stream())
                    .map(ConfigEntry::value)
                    .filter(value -> value != null && value.matches("\\d{1,10}"))
                    .mapToLong(Long::parseLong)
                    .min());
        } catch (ExecutionException | KafkaException e) {
            // A broker of others need not say how it is set, and a replay needs no answer.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** @param minutes the shortest of the brokers' */
    static Optional<String> warning(OptionalLong minutes) {
        return minutes.isEmpty() || minutes.getAsLong() >= LONG_ENOUGH.toMinutes()
                ? Optional.empty()
                : Optional.of(("the broker's %s is %d: so long after the last replay it forgets which dead letters "
                                + "were sent back, and the next replay sends all of them again; set it to %d, a year")
                        .formatted(SETTING, minutes.getAsLong(), LONG_ENOUGH.toMinutes()));
    }
}
