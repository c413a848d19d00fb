package dev.orderflow.audit;

import dev.orderflow.contracts.OrderStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The orders that a load's clients saw, as services/load writes them: one line of JSON for the run, and one for each
 * order. These shoppers place no other orders meanwhile.
 *
 * @param began when its first order can have been placed
 * @param ended when its last order can have been placed
 * @param byKey its orders by idempotency key
 */
public record ClientOrders(Instant began, Instant ended, List<UUID> shoppers, Map<String, Seen> byKey) {

    /** States of an accepted order in which a client may see it, and which it leaves by itself. */
    private static final Set<String> PASSING =
            Set.of(OrderStatus.RESERVED.name(), OrderStatus.PAID.name(), OrderStatus.CANCELLED.name());

    /** The end of a run whose list does not say when it ended. */
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    /** @param status of an accepted one when last seen; else why it was refused, or empty */
    public record Seen(
            String key, Outcome outcome, @Nullable UUID id, String status) {}

    /** The answer that the client received. */
    public enum Outcome {
        ACCEPTED,
        REFUSED,
        UNKNOWN
    }

    /**
     * What was compared.
     *
     * @param inDatabase accepted orders of those shoppers since the run began
     * @param unknownAccepted orders without an answer to the client that the database holds as accepted
     */
    public record Summary(long accepted, long refused, long unknown, long inDatabase, long unknownAccepted) {}

    /** An order as the database has it. */
    private record Kept(UUID id, String key, boolean accepted, String status, Instant placedAt) {}

    /**
     * @param file lines that are no JSON, as a log's, are passed over
     * @throws IllegalArgumentException where it is not such a file
     */
    public static ClientOrders read(Path file) throws IOException {
        var json = new JsonMapper();
        var byKey = new HashMap<String, Seen>();
        var shoppers = new ArrayList<UUID>();
        Instant began = null;
        var ended = NEVER;
        try {
            for (var line : Files.readAllLines(file)) {
                if (!line.startsWith("{")) {
                    continue;
                }
                var content = json.readTree(line);
                var run = content.path("run");
                if (run.isObject()) {
                    if (began != null) {
                        throw new IllegalArgumentException("it has two runs; give each a file of its own");
                    }
                    ended = run.has("ended") ? Instant.parse(run.path("ended").asString()) : ended;
                    began = Instant.parse(run.path("began").asString());
                    run.path("shoppers").forEach(id -> shoppers.add(UUID.fromString(id.asString())));
                }
                var order = content.path("order");
                if (order.isObject()) {
                    var seen = new Seen(
                            order.path("key").asString(),
                            Outcome.valueOf(order.path("outcome").asString()),
                            order.has("id") ? UUID.fromString(order.path("id").asString()) : null,
                            order.path("status").asString());
                    byKey.put(seen.key(), seen);
                }
            }
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    file + " is no list of orders as services/load writes it: " + e.getMessage(), e);
        }
        if (began == null || shoppers.isEmpty()) {
            throw new IllegalArgumentException(
                    file + " has no line {\"run\": …}; try: make load FROM=host ORDERS=<file>");
        }
        return new ClientOrders(began, ended, List.copyOf(shoppers), Map.copyOf(byKey));
    }

    List<Audit.Finding> compare(Connection connection) throws SQLException {
        var kept = kept(connection);
        var byId = new HashMap<UUID, Kept>();
        kept.forEach(order -> byId.put(order.id(), order));
        return List.of(
                ofClient(
                        "client-accepted-is-in-database",
                        "Every order that the client saw accepted is in the database, accepted.",
                        byId,
                        seen -> seen.outcome() == Outcome.ACCEPTED && !isAccepted(byId.get(seen.id()))),
                ofClient(
                        "client-and-database-agree",
                        "Each of them is in the state that the client saw last, or in one that follows it.",
                        byId,
                        seen -> seen.outcome() == Outcome.ACCEPTED && contradicts(seen, byId.get(seen.id()))),
                ofDatabase(
                        "client-refused-is-not-accepted",
                        "No order that the client saw refused is accepted.",
                        kept,
                        order -> order.accepted() && outcome(order) == Outcome.REFUSED),
                ofDatabase(
                        "database-accepted-is-known-to-client",
                        "Every order accepted from these shoppers meanwhile is one that the client sent.",
                        kept,
                        order -> order.accepted()
                                && !byKey.containsKey(order.key())
                                && !order.placedAt().isAfter(ended)),
                ofDatabase(
                        "one-key-one-order",
                        "Each is the one that the client was answered with under its key.",
                        kept,
                        order -> order.accepted() && isAnother(order)));
    }

    Summary summary(Connection connection) throws SQLException {
        var accepted = kept(connection).stream().filter(Kept::accepted).toList();
        return new Summary(
                count(Outcome.ACCEPTED),
                count(Outcome.REFUSED),
                count(Outcome.UNKNOWN),
                accepted.size(),
                accepted.stream()
                        .filter(order -> outcome(order) == Outcome.UNKNOWN)
                        .count());
    }

    private long count(Outcome outcome) {
        return byKey.values().stream().filter(seen -> seen.outcome() == outcome).count();
    }

    private @Nullable Outcome outcome(Kept order) {
        var seen = byKey.get(order.key());
        return seen == null ? null : seen.outcome();
    }

    private static boolean isAccepted(@Nullable Kept order) {
        return order != null && order.accepted();
    }

    /** Whether an accepted order is in a state that cannot follow the one that the client saw last. */
    private static boolean contradicts(Seen seen, @Nullable Kept order) {
        return order != null && order.accepted() && !mayFollow(order.status(), seen.status());
    }

    /**
     * Reports whether a state may follow another. A confirmed order stays so: its client would know of a cancellation.
     */
    private static boolean mayFollow(String now, String seen) {
        return now.equals(seen)
                || PASSING.contains(seen) && OrderStatus.valueOf(seen).mayLeadTo(OrderStatus.valueOf(now));
    }

    /** Whether the client was given another order's id under this order's key. */
    private boolean isAnother(Kept order) {
        var seen = byKey.get(order.key());
        return seen != null && seen.outcome() == Outcome.ACCEPTED && !order.id().equals(seen.id());
    }

    private List<Kept> kept(Connection connection) throws SQLException {
        var orders = new ArrayList<Kept>();
        try (var statement = connection.prepareStatement("""
                select id, coalesce(idempotency_key, '') as key, accepted, status, placed_at from orders."order"
                where user_id = any (?) and placed_at >= ?
                """)) {
            statement.setArray(1, connection.createArrayOf("uuid", shoppers.toArray()));
            statement.setTimestamp(2, Timestamp.from(began));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    orders.add(new Kept(
                            rows.getObject("id", UUID.class),
                            rows.getString("key"),
                            rows.getBoolean("accepted"),
                            rows.getString("status"),
                            rows.getTimestamp("placed_at").toInstant()));
                }
            }
        }
        return orders;
    }

    private Audit.Finding ofClient(String name, String description, Map<UUID, Kept> byId, Predicate<Seen> violates) {
        return finding(
                name,
                description,
                byKey.values().stream()
                        .filter(violates)
                        .map(seen -> {
                            var kept = byId.get(seen.id());
                            return example(
                                    String.valueOf(seen.id()),
                                    seen.key(),
                                    "client_saw",
                                    seen.status(),
                                    "database_has",
                                    kept == null ? "nothing" : kept.status());
                        })
                        .toList());
    }

    private Audit.Finding ofDatabase(String name, String description, List<Kept> kept, Predicate<Kept> violates) {
        return finding(
                name,
                description,
                kept.stream()
                        .filter(violates)
                        .map(order -> {
                            var seen = byKey.get(order.key());
                            var saw = seen == null ? "nothing" : seen.outcome() + " " + seen.id() + " " + seen.status();
                            return example(
                                    order.id().toString(),
                                    order.key(),
                                    "client_saw",
                                    saw,
                                    "database_has",
                                    order.status());
                        })
                        .toList());
    }

    private static Audit.Finding finding(String name, String description, List<Map<String, String>> rows) {
        return new Audit.Finding(
                name,
                description,
                rows.size(),
                rows.stream().limit(Audit.EXAMPLES).toList());
    }

    private static Map<String, String> example(String id, String key, String... pairs) {
        var example = new LinkedHashMap<String, String>();
        example.put("order_id", id);
        example.put("idempotency_key", key);
        for (var i = 0; i < pairs.length; i += 2) {
            example.put(pairs[i], pairs[i + 1]);
        }
        return example;
    }
}
