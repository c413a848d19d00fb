package dev.orderflow.replay;

import dev.orderflow.contracts.Topics;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Sets the broker's access control list to the rules in the arguments. */
final class Access {

    /** For the broker, which may have just been started, in milliseconds. */
    private static final int PATIENCE = 600_000;

    /** Any host. */
    private static final String HOST = "*";

    /** Makes a topic and sets what it was not made with. */
    private static final List<AclOperation> MAKE = List.of(
            AclOperation.CREATE,
            AclOperation.DESCRIBE,
            AclOperation.ALTER,
            AclOperation.DESCRIBE_CONFIGS,
            AclOperation.ALTER_CONFIGS);

    private static final List<AclOperation> READ = List.of(AclOperation.READ, AclOperation.DESCRIBE);

    private static final List<AclOperation> WRITE = List.of(AclOperation.WRITE, AclOperation.DESCRIBE);

    private static final List<AclOperation> DESCRIBE = List.of(AclOperation.DESCRIBE);

    private final KafkaSettings settings;

    Access(KafkaSettings settings) {
        this.settings = settings;
    }

    /** The entries that the broker got, and those that it had and lost. */
    record Change(int added, int removed) {}

    /**
     * Adds what is missing, then removes each other entry: in between nobody has less than before.
     *
     * @param rights {@code <user>=<right>}, see {@link #entries}
     * @param isShared whether others use the broker, too: entries of users without a right stay then
     * @throws IllegalArgumentException where a right is unknown
     * @throws KafkaException where the broker does not answer or refuses
     */
    Change set(List<String> rights, boolean isShared) {
        var wanted = rights.stream().flatMap(Access::entries).collect(Collectors.toSet());
        try (var admin = admin()) {
            var present =
                    Set.copyOf(admin.describeAcls(AclBindingFilter.ANY).values().get());
            var missing = difference(wanted, present);
            var users = wanted.stream().map(Access::principal).collect(Collectors.toSet());
            var others = difference(present, wanted);
            others.removeIf(entry -> isShared && !users.contains(principal(entry)));
            admin.createAcls(missing).all().get();
            admin.deleteAcls(others.stream().map(AclBinding::toFilter).toList())
                    .all()
                    .get();
            return new Change(missing.size(), others.size());
        } catch (ExecutionException e) {
            throw new KafkaException("the access control list is not set with " + settings.names(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    /**
     * What the user of the settings may do with the topics that there are: {@code orders: READ, DESCRIBE}, by name.
     *
     * @throws KafkaException where the broker does not answer or refuses
     */
    List<String> own() {
        try (var admin = admin()) {
            // A topic that one may not describe is not listed, and whoever may read or write it may describe it.
            var topics = admin.listTopics().names().get();
            return admin
                    .describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                    .allTopicNames()
                    .get()
                    .values()
                    .stream()
                    .map(topic -> topic.name() + ": "
                            + topic.authorizedOperations().stream()
                                    .sorted()
                                    .map(Enum::name)
                                    .collect(Collectors.joining(", ")))
                    .sorted()
                    .toList();
        } catch (ExecutionException e) {
            throw new KafkaException("what is permitted is not known with " + settings.names(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    private Admin admin() {
        return settings.client(
                Map.of(
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        PATIENCE,
                        CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
                        10_000),
                Admin::create);
    }

    private static String principal(AclBinding entry) {
        return entry.entry().principal();
    }

    private static Set<AclBinding> difference(Set<AclBinding> from, Set<AclBinding> others) {
        var rest = new HashSet<>(from);
        rest.removeAll(others);
        return rest;
    }

    /**
     * The entries of a right:
     *
     * <ul>
     *   <li>{@code produces=<topic>}: makes it and its topic of dead letters, and writes the former
     *   <li>{@code consumes=<topic>}: reads it as the consumer group of the user's name, and writes dead letters
     *   <li>{@code replays}: reads all dead letters as the group of that name, writes the topics that they came from,
     *       and reads the brokers' settings, for {@link OffsetRetention}
     *   <li>{@code observes}: sees topics and groups, and reads nothing that is in them
     * </ul>
     */
    static Stream<AclBinding> entries(String right) {
        var parts = right.split("=", -1);
        var known = parts.length > 1 ? parts[1] : "";
        if (parts[0].isEmpty()
                || parts.length != (known.equals("produces") || known.equals("consumes") ? 3 : 2)
                || parts[parts.length - 1].isEmpty()) {
            throw unknown(right);
        }
        var user = new User(parts[0]);
        var resource = parts[parts.length - 1];
        return switch (known) {
            case "produces" ->
                Stream.of(
                                user.may(ResourceType.TOPIC, resource, MAKE),
                                user.may(ResourceType.TOPIC, resource, List.of(AclOperation.WRITE)),
                                user.may(ResourceType.TOPIC, Topics.dead(resource), MAKE))
                        .flatMap(Function.identity());
            case "consumes" ->
                Stream.of(
                                user.may(ResourceType.TOPIC, resource, READ),
                                user.may(ResourceType.TOPIC, Topics.dead(resource), WRITE),
                                user.may(ResourceType.GROUP, user.name(), List.of(AclOperation.READ)))
                        .flatMap(Function.identity());
            case "replays" ->
                Stream.of(
                                ReplayArguments.TOPICS.stream()
                                        .flatMap(topic -> Stream.concat(
                                                user.may(ResourceType.TOPIC, topic, WRITE),
                                                user.may(ResourceType.TOPIC, Topics.dead(topic), READ))),
                                user.may(ResourceType.GROUP, DeadLetters.GROUP, List.of(AclOperation.READ)),
                                user.may(
                                        ResourceType.CLUSTER,
                                        Resource.CLUSTER_NAME,
                                        List.of(AclOperation.DESCRIBE_CONFIGS)))
                        .flatMap(Function.identity());
            case "observes" ->
                Stream.of(
                                user.may(ResourceType.TOPIC, ResourcePattern.WILDCARD_RESOURCE, DESCRIBE),
                                user.may(ResourceType.GROUP, ResourcePattern.WILDCARD_RESOURCE, DESCRIBE),
                                user.may(ResourceType.CLUSTER, Resource.CLUSTER_NAME, DESCRIBE))
                        .flatMap(Function.identity());
            default -> throw unknown(right);
        };
    }

    private record User(String name) {

        Stream<AclBinding> may(ResourceType type, String resource, List<AclOperation> operations) {
            return operations.stream()
                    .map(operation -> new AclBinding(
                            new ResourcePattern(type, resource, PatternType.LITERAL),
                            new AccessControlEntry("User:" + name, HOST, operation, AclPermissionType.ALLOW)));
        }
    }

    private static IllegalArgumentException unknown(String right) {
        return new IllegalArgumentException(
                "%s is no right: <user>=produces=<topic>, <user>=consumes=<topic>, <user>=replays or <user>=observes"
                        .formatted(right));
    }
}
