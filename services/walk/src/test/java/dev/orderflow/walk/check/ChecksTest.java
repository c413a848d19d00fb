package dev.orderflow.walk.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.Stores;
import dev.orderflow.stores.trace.Span;
import dev.orderflow.testkit.TestServer;
import dev.orderflow.walk.RecordedStores;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.explain.Explanation;
import dev.orderflow.walk.explain.FailureMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests which causes the checks confirm and exclude, by answers of Prometheus's and log lines' form. */
class ChecksTest {

    private static final Instant BEGAN = Instant.parse("2026-11-28T02:00:00Z");

    private static final String NONE = "{\"data\": {\"result\": []}}";

    /** Questions that name metrics which others ask for, too. */
    private static final Map<String, String> UNANSWERED = Map.of(
            "kube_deployment_status_condition", NONE,
            "kube_pod_container_status_waiting_reason", NONE,
            "kafka_consumer_group_members))[90s:15s])+==+0", NONE,
            "sum(kube_deployment_spec_replicas", NONE);

    /** The answers of Prometheus, by a part of the query; no series for every other. */
    private final Map<String, String> answers = new LinkedHashMap<>();

    private final List<LogStore.Line> lines = new ArrayList<>();

    @Test
    void aConsumerWithoutPodsIsScaledToZero() {
        answers.put("kube_deployment_spec_replicas", sample("deployment", "payment", 0));
        var result = check(page(Map.of("service", "payment")), null);
        assertThat(result.confirmed()).containsExactly(Cause.of("payment", "scaled-to-zero"));
    }

    @Test
    void aServiceWithPodsIsNot() {
        answers.put("kube_deployment_spec_replicas", sample("deployment", "inventory", 1));
        answers.put("status_replicas_available", sample("deployment", "inventory", 1));
        var result = check(
                page(Map.of()), explained(FailureMode.DOWNSTREAM_REFUSED, "order", "inventory.orderflow.svc", 5, ""));
        assertThat(result.excluded())
                .contains(Cause.of("inventory", "scaled-to-zero"), Cause.of("inventory", "unreachable"));
        assertThat(result.confirmed()).containsExactly(Cause.of("network", "unreachable"));
    }

    @Test
    void aConnectionThatAReadyServiceDoesNotAcceptIsDroppedUnlessTheNodesAreBusy() {
        answers.put("status_replicas_available", sample("deployment", "inventory", 1));
        answers.put("node_cpu", sample("", "", 0.4));
        var dropped =
                explained(FailureMode.DOWNSTREAM_SILENT, "order", "inventory", 1001, "", "HTTP connect timed out");
        assertThat(check(page(Map.of()), dropped).confirmed()).containsExactly(Cause.of("network", "unreachable"));
        var silent = explained(FailureMode.DOWNSTREAM_SILENT, "order", "inventory", 1001, "", "request timed out");
        assertThat(check(page(Map.of()), silent).confirmed()).isEmpty();
        answers.put("node_cpu", sample("", "", 0.06));
        assertThat(check(page(Map.of()), dropped).confirmed()).isEmpty();
    }

    @Test
    void aCalleeThatIsNotReadyIsUnreachableItself() {
        answers.put("kube_deployment_spec_replicas", sample("deployment", "inventory", 1));
        answers.put("status_replicas_available", sample("deployment", "inventory", 0));
        var result = check(page(Map.of()), explained(FailureMode.DOWNSTREAM_REFUSED, "order", "inventory", 5, ""));
        assertThat(result.confirmed()).containsExactly(Cause.of("inventory", "unreachable"));
        assertThat(result.excluded()).contains(Cause.of("network", "unreachable"));
    }

    @Test
    void namesThatNobodyResolvesAreTheNetworksAndOneServicesMayBeItsOwn() {
        var refused = explained(FailureMode.DOWNSTREAM_REFUSED, "order", "inventory", 5, "");
        lines.add(
                line("order", Map.of("exception.stacktrace", "java.nio.channels.UnresolvedAddressException\n\tat x")));
        assertThat(check(page(Map.of()), refused).confirmed())
                .containsExactly(Cause.of("order", "bad-configuration"), Cause.of("network", "name-resolution"));
        lines.add(line("gateway", Map.of("exception.stacktrace", "java.net.UnknownHostException: auth\n\tat x")));
        assertThat(check(page(Map.of()), refused).confirmed().getFirst())
                .isEqualTo(Cause.of("network", "name-resolution"));
    }

    /** A walk from one trace sees one call. */
    @Test
    void aNameOfOursThatOneCallDoesNotFindIsNotMistyped() {
        var ours = explained(
                FailureMode.DOWNSTREAM_REFUSED,
                "order",
                "inventory",
                5,
                "",
                "java.nio.channels.UnresolvedAddressException");
        assertThat(check(page(Map.of()), ours).confirmed()).containsExactly(Cause.of("network", "name-resolution"));
        var mistyped = explained(
                FailureMode.DOWNSTREAM_REFUSED,
                "order",
                "inventori",
                5,
                "",
                "java.nio.channels.UnresolvedAddressException");
        assertThat(check(page(Map.of()), mistyped).confirmed())
                .containsExactly(Cause.of("order", "bad-configuration"), Cause.of("network", "name-resolution"));
    }

    @Test
    void callsThatAreGivenUpSoonerThanTheyWereAnsweredAreTheirServicesOwnLimit() {
        answers.put("\"user\"", sample("", "", 0.008));
        answers.put("50[34]", sample("", "", 0.004));
        answers.put("\"order\"", sample("", "", 0.120));
        for (var spent : List.of("1", "0", "900")) {
            lines.add(givenUp("order", "user", spent));
        }
        var cause = Cause.of("order", "bad-configuration");
        assertThat(check(page(Map.of()), null).confirmed()).containsExactly(cause);
        // Its requests took longer than those that succeeded: earlier calls had used the time up.
        answers.put("50[34]", sample("", "", 2));
        assertThat(check(page(Map.of()), null).excluded()).contains(cause);
        answers.put("50[34]", sample("", "", 0.004));
        lines.clear();
        lines.add(givenUp("order", "user", "1000"));
        assertThat(check(page(Map.of()), null).excluded()).contains(cause);
        lines.clear();
        assertThat(check(page(Map.of()), null).excluded()).doesNotContain(cause);
    }

    /** Whatever can send log lines and spans may send these. */
    @Test
    void whatNobodyOfOursSentEndsNoWalk() {
        lines.add(givenUp("order", "user", "soon"));
        var stranger = explained(FailureMode.OWN_TIME, "stranger", "", 900, "");
        assertThat(check(page(Map.of()), stranger).confirmed()).isEmpty();
    }

    private static LogStore.Line givenUp(String caller, String called, String spent) {
        return new LogStore.Line(
                BEGAN.plusSeconds(30),
                caller,
                "",
                "",
                "ERROR",
                "timeout connecting to downstream service",
                Map.of("service", called, "spent_ms", spent));
    }

    @Test
    void aContainerAtItsLimitIsThrottled() {
        answers.put("cfs_throttled", sample("container", "order", 0.9));
        answers.put("node_cpu", sample("", "", 0.6));
        var result = check(page(Map.of()), explained(FailureMode.DOWNSTREAM_SILENT, "gateway", "", 1000, "504"));
        assertThat(result.confirmed()).containsExactly(Cause.of("order", "cpu-throttled"));
        assertThat(result.excluded()).contains(Cause.of("node", "processor-starved"));
        answers.put("cfs_throttled", sample("container", "order", 0.1));
        answers.put("node_cpu", sample("", "", 0.01));
        assertThat(check(page(Map.of()), explained(FailureMode.OWN_TIME, "gateway", "", 1000, ""))
                        .confirmed())
                .containsExactly(Cause.of("node", "processor-starved"));
    }

    @Test
    void sessionsThatWaitForALockExplainAFullPool() {
        var full = explained(FailureMode.CONNECTION_WAIT, "user", "", 3000, "");
        lines.add(line("stores", session("Lock", "2500")));
        assertThat(check(page(Map.of()), full).confirmed()).containsExactly(Cause.of("postgresql", "lock-contention"));
        lines.clear();
        lines.add(line("stores", session("Lock", "20")));
        lines.add(line("stores", session("IO", "2500")));
        assertThat(check(page(Map.of()), full).confirmed()).isEmpty();
    }

    @Test
    void aContainerThatWasKilledForItsMemoryIsNamed() {
        answers.put("OOMKilled", sample("container", "order", 1));
        var result = check(page(Map.of("service", "order")), explained(FailureMode.OWN_TIME, "order", "", 900, ""));
        assertThat(result.confirmed()).containsExactly(Cause.of("order", "memory-exhausted"));
    }

    @Test
    void aHeapThatIsFullAfterItsCollectionIsNamedAndThatOfASuspectIsNot() {
        var away = explained(FailureMode.DOWNSTREAM_REFUSED, "gateway", "order.orderflow.svc", 5, "");
        answers.put("used_after_last_gc", sample("service_name", "order", 0.97));
        var result = check(page(Map.of("service", "gateway")), away);
        assertThat(result.confirmed()).contains(Cause.of("order", "memory-exhausted"));
        assertThat(result.excluded())
                .contains(Cause.of("gateway", "memory-exhausted"))
                .doesNotContain(Cause.of("order", "memory-exhausted"));
    }

    @Test
    void connectionsThatNeverComeBackWereLeaked() {
        var waiting = explained(FailureMode.CONNECTION_WAIT, "payment", "", 5000, "");
        answers.put("use_time_seconds_sum", sample("", "", 0.1));
        answers.put("state=\"used\"", sample("", "", 4.4));
        var leaked = check(page(Map.of("service", "payment")), waiting);
        assertThat(leaked.confirmed()).containsExactly(Cause.of("payment", "connections-leaked"));
        assertThat(leaked.excluded()).contains(Cause.of("payment", "connections-exhausted"));
        answers.put("use_time_seconds_sum", sample("", "", 4.1));
        var exhausted = check(page(Map.of("service", "payment")), waiting);
        assertThat(exhausted.confirmed()).isEmpty();
        assertThat(exhausted.excluded()).contains(Cause.of("payment", "connections-leaked"));
        // Nobody holds one: the pool is empty since no connection can be made.
        answers.put("use_time_seconds_sum", sample("", "", 0));
        answers.put("state=\"used\"", sample("", "", 0));
        assertThat(check(page(Map.of("service", "payment")), waiting).confirmed())
                .isEmpty();
    }

    @Test
    void aStoreThatIsScaledToZeroIsNamedWhateverFailed() {
        answers.put("kube_statefulset_replicas", sample("deployment", "valkey", 0));
        var failed = explained(FailureMode.ERROR, "auth", "", 5, "503");
        assertThat(check(page(Map.of()), failed).confirmed()).containsExactly(Cause.of("valkey", "scaled-to-zero"));
    }

    @Test
    void aConsumerOfTheOrdersIsASuspectWhereOrdersAreUnpaid() {
        answers.put("kube_deployment_spec_replicas", sample("deployment", "payment", 0));
        var healthy = explained(FailureMode.OWN_TIME, "order", "", 20, "");
        assertThat(check(page(Map.of("slo", "freshness", "service", "order")), healthy)
                        .confirmed())
                .containsExactly(Cause.of("payment", "scaled-to-zero"));
    }

    @Test
    void aStoreIsHeldBackByALimitLikeAService() {
        answers.put("cfs_throttled", sample("container", "postgresql", 0.95));
        var slow = explained(FailureMode.SLOW_STATEMENT, "order", "", 3000, "");
        assertThat(check(page(Map.of()), slow).confirmed()).containsExactly(Cause.of("postgresql", "cpu-throttled"));
    }

    @Test
    void aPodThatDoesNotStartIsConfiguredBadlyUnlessItsServiceHasAll() {
        answers.put(
                "kube_pod_container_status_waiting_reason",
                sample("container\": \"inventory\", \"reason", "CreateContainerConfigError", 1));
        assertThat(check(page(Map.of()), null).confirmed()).containsExactly(Cause.of("inventory", "bad-configuration"));
        answers.remove("kube_pod_container_status_waiting_reason");
        answers.put("kube_deployment_status_condition", sample("deployment", "inventory", 1));
        assertThat(check(page(Map.of()), null).confirmed())
                .containsExactly(Cause.of("inventory", "bad-configuration"), Cause.of("node", "no-capacity"));
    }

    @Test
    void aStoreThatRefusesACommandIsNamed() {
        for (var words : Map.of(
                        "x.RedisCommandExecutionException: NOPERM User auth has no permissions",
                                "valkey bad-configuration",
                        "x: OOM command not allowed when used memory", "valkey memory-exhausted",
                        "org.apache.kafka.common.errors.TopicAuthorizationException: no", "kafka bad-configuration",
                        "PSQLException: ERROR: permission denied for table stock", "postgresql bad-configuration",
                        "PSQLException: FATAL: too many connections for role \"order\"",
                                "postgresql connections-exhausted",
                        "ERROR: could not extend file: No space left on device", "postgresql disk-full")
                .entrySet()) {
            lines.clear();
            lines.add(line("auth", Map.of("exception.stacktrace", words.getKey() + "\n\tat y")));
            lines.add(line("stranger", Map.of("exception.stacktrace", "x: READONLY You can't write")));
            var cause = words.getValue().split(" ");
            assertThat(check(page(Map.of()), null).confirmed()).containsExactly(Cause.of(cause[0], cause[1]));
        }
    }

    @Test
    void aStoreThatIsNotReachedIsAwayOrWhatLiesBetweenRefuses() {
        var failed = explained(FailureMode.ERROR, "auth", "", 5, "503");
        var away = "io.lettuce.core.RedisConnectionException: Unable to connect to valkey:6379\nCaused by: "
                + "java.net.ConnectException: Connection refused: valkey/10.0.0.1:6379";
        lines.add(line("auth", Map.of("exception.stacktrace", away)));
        // A single connection may end for many reasons.
        assertThat(check(page(Map.of()), failed).confirmed()).isEmpty();
        lines.add(line("auth", Map.of("exception.stacktrace", away)));
        lines.add(line("user", Map.of("exception.stacktrace", away)));
        assertThat(check(page(Map.of()), failed).confirmed()).containsExactly(Cause.of("valkey", "unreachable"));
        answers.put("kube_statefulset_status_replicas_ready", sample("", "", 0));
        assertThat(check(page(Map.of()), failed).confirmed()).containsExactly(Cause.of("valkey", "unreachable"));
        answers.put("kube_statefulset_status_replicas_ready", sample("", "", 1));
        assertThat(check(page(Map.of()), failed).confirmed()).containsExactly(Cause.of("network", "unreachable"));
    }

    @Test
    void aGroupWithoutMembersHasAStalledConsumer() {
        answers.put("kafka_consumer_group_members", sample("group", "payment", 0));
        answers.put("kafka_consumer_group_members))[90s:15s])+==+0", sample("group", "payment", 0));
        assertThat(check(page(Map.of("slo", "freshness")), null).confirmed())
                .containsExactly(Cause.of("payment", "consumer-stalled"));
    }

    @Test
    void lightweightLocksAreNone() {
        var full = explained(FailureMode.CONNECTION_WAIT, "user", "", 3000, "");
        lines.add(line("stores", session("LWLock", "2500")));
        assertThat(check(page(Map.of()), full).confirmed()).isEmpty();
    }

    @Test
    void podsThatNoNodeTakesLackCapacity() {
        var capacity = Cause.of("node", "no-capacity");
        answers.put("pod_status_unschedulable", sample("", "", 7));
        answers.put("node_spec_unschedulable", sample("node", "one", 1));
        // To replace another that serves.
        assertThat(check(page(Map.of("deployment", "order")), null).excluded()).contains(capacity);
        answers.put("sum(kube_deployment_spec_replicas", sample("", "", 7));
        assertThat(check(page(Map.of("deployment", "order")), null).confirmed()).containsExactly(capacity);
        // A cordoned node that no pod waits for harms nobody.
        answers.remove("pod_status_unschedulable");
        var result = check(page(Map.of("deployment", "order")), null);
        assertThat(result.confirmed()).isEmpty();
        assertThat(result.excluded()).contains(capacity);
    }

    @Test
    void anExceptionOfAMistakeInItsCodeIsTheServicesFault() {
        var failed = explained(FailureMode.ERROR, "order", "", 5, "500");
        lines.add(thrown("order", "java.lang.IndexOutOfBoundsException", "dev.orderflow.order.OrderPlacement.place"));
        lines.add(thrown("user", "java.lang.NullPointerException", "dev.orderflow.user.Profiles.of"));
        assertThat(check(page(Map.of()), failed).confirmed()).containsExactly(Cause.of("order", "faulty-code"));
        lines.clear();
        lines.add(thrown("order", "java.util.concurrent.TimeoutException", "dev.orderflow.order.OrderPlacement.place"));
        lines.add(thrown("order", "java.lang.IllegalStateException", "org.apache.kafka.Sender.run"));
        assertThat(check(page(Map.of()), failed).confirmed()).isEmpty();
    }

    @Test
    void aConsumerThatFailsAtEachMessageHasNoPoisonedOne() {
        var failed = explained(
                FailureMode.CONSUMER_FAILURE,
                "payment",
                "",
                5,
                "",
                "dev.orderflow.platform.messaging.UnprocessableEventException: the event has no shop");
        var poison = Cause.of("payment", "poison-message");
        answers.put("messaging_process_duration", sample("", "", 0.98));
        var all = check(page(Map.of("service", "kafka")), failed);
        assertThat(all.confirmed()).containsExactly(Cause.of("payment", "incompatible-version"));
        assertThat(all.excluded()).contains(poison);
        answers.put("messaging_process_duration", sample("", "", 0.2));
        var some = check(page(Map.of("service", "kafka")), failed);
        assertThat(some.confirmed()).isEmpty();
        assertThat(some.excluded())
                .contains(Cause.of("payment", "incompatible-version"))
                .doesNotContain(poison);
        // A message that is tried again and again may make up all attempts.
        answers.put("messaging_process_duration", sample("", "", 1));
        var retried =
                explained(FailureMode.CONSUMER_FAILURE, "payment", "", 5, "", "java.lang.NullPointerException: x");
        var blocked = check(page(Map.of()), retried);
        assertThat(blocked.confirmed()).isEmpty();
        assertThat(blocked.excluded()).doesNotContain(poison);
    }

    @Test
    void aServiceThatAStoreRefusesForItsPasswordHasAnOldOne() {
        lines.add(line("auth", Map.of("exception.stacktrace", "x.RedisException: WRONGPASS invalid pair\n\tat y")));
        lines.add(line("stranger", Map.of("exception.stacktrace", "WRONGPASS")));
        lines.add(line("user", Map.of("exception.stacktrace", "java.net.ConnectException: refused")));
        assertThat(check(page(Map.of()), null).confirmed()).containsExactly(Cause.of("auth", "expired-credential"));
    }

    @Test
    void aGroupWithMoreMembersThanItsServiceHasConsumersIsReadByAStranger() {
        var foreign = Cause.of("kafka", "foreign-consumer");
        var page = page(Map.of("slo", "freshness"));
        answers.put("kafka_consumer_group_members", sample("group", "payment", 2));
        assertThat(check(page, null).confirmed()).containsExactly(foreign);
        answers.put("kafka_consumer_group_members", sample("group", "payment", 1));
        assertThat(check(page, null).confirmed()).isEmpty();
        assertThat(check(page, null).excluded()).contains(foreign);
    }

    @Test
    void aCacheThatRemovesWhatIsNeededLacksMemory() {
        var cause = Cause.of("valkey", "memory-exhausted");
        answers.put("query=sum(increase(redis_keys_evicted", sample("", "", 40));
        assertThat(check(page(Map.of()), null).confirmed()).containsExactly(cause);
        // Where all that may go has gone, nothing more is removed.
        answers.put("query=sum(increase(redis_keys_evicted", sample("", "", 0));
        assertThat(check(page(Map.of()), null).confirmed()).isEmpty();
        assertThat(check(page(Map.of()), null).excluded()).doesNotContain(cause);
    }

    @Test
    void keysThatGoBeforeTheirTimeAreLost() {
        var cause = Cause.of("valkey", "data-lost");
        answers.put("redis_db_keys", sample("", "", 0.9));
        assertThat(check(page(Map.of()), null).confirmed()).containsExactly(cause);
        answers.put("redis_db_keys", sample("", "", 0.1));
        assertThat(check(page(Map.of()), null).confirmed()).isEmpty();
        assertThat(check(page(Map.of()), null).excluded()).contains(cause);
    }

    @Test
    void aServiceWhosePodsTheNodeEndsHasAFullVolume() {
        answers.put("Evicted", sample("service", "order", 1));
        assertThat(check(page(Map.of()), null).confirmed()).containsExactly(Cause.of("order", "disk-full"));
    }

    @Test
    void aServiceWhoseSettingIsRefusedIsConfiguredBadly() {
        lines.add(thrown(
                "payment",
                "org.apache.kafka.common.errors.InvalidSessionTimeoutException",
                "org.apache.kafka.clients.consumer.KafkaConsumer.poll"));
        lines.add(thrown("stranger", "org.apache.kafka.common.config.ConfigException", "a.B.c"));
        lines.add(thrown("order", "org.apache.kafka.common.errors.TimeoutException", "a.B.c"));
        assertThat(check(page(Map.of()), null).confirmed()).containsExactly(Cause.of("payment", "bad-configuration"));
    }

    @Test
    void messagesThatAreLateMayWaitForALock() {
        lines.add(line("stores", session("Lock", "9000")));
        assertThat(check(page(Map.of("slo", "freshness")), null).confirmed())
                .containsExactly(Cause.of("postgresql", "lock-contention"));
        var turn = new HashMap<>(session("Lock", "9000"));
        turn.put("db.query.text", "select pg_advisory_xact_lock(hashtext($1))");
        lines.clear();
        lines.add(line("stores", turn));
        assertThat(check(page(Map.of("slo", "freshness")), null).confirmed()).isEmpty();
    }

    @Test
    void requestsThatWaitForAProcessorMayWaitForStatementsThatNeedIt() {
        var slow = Cause.of("postgresql", "slow-statement");
        var waiting = explained(FailureMode.DOWNSTREAM_QUEUE, "gateway", "auth.orderflow.svc", 900, "");
        for (var i = 0; i < 5; i++) {
            lines.add(line("stores", working("inventory", "4000")));
            lines.add(line("stores", working("postgres", "4000")));
        }
        assertThat(check(page(Map.of()), waiting).confirmed()).containsExactly(slow);
        lines.removeFirst();
        assertThat(check(page(Map.of()), waiting).confirmed()).isEmpty();
        lines.add(line("stores", working("inventory", "20")));
        assertThat(check(page(Map.of()), waiting).confirmed()).isEmpty();
    }

    @Test
    void statementsOfTheServiceWhosePoolIsWaitedForHoldItsConnections() {
        var waiting = explained(FailureMode.CONNECTION_WAIT, "inventory", "", 2500, "");
        for (var i = 0; i < 5; i++) {
            lines.add(line("stores", working("order", "4000")));
        }
        assertThat(check(page(Map.of()), waiting).confirmed()).isEmpty();
        for (var i = 0; i < 5; i++) {
            lines.add(line("stores", working("inventory", "4000")));
        }
        assertThat(check(page(Map.of()), waiting).confirmed())
                .containsExactly(Cause.of("postgresql", "slow-statement"));
    }

    /** Each question names its window: from shortly before the failures until now, 90 s after they began. */
    @Test
    void theWindowOfAMetricBeginsShortlyBeforeTheFailures() {
        var causes = Map.of(
                "valkey\"}[150s]",
                Cause.of("order", "memory-exhausted"),
                "[150s:15s]",
                Cause.of("order", "memory-exhausted"),
                "offset+150s",
                Cause.of("order", "disk-full"),
                "redis_keys_evicted_total[120s]",
                Cause.of("valkey", "memory-exhausted"));
        causes.forEach((question, cause) -> {
            answers.clear();
            answers.put(
                    question,
                    "{\"data\": {\"result\": [{\"metric\": {\"container\": \"order\", \"service\": \"order\","
                            + " \"service_name\": \"order\"}, \"value\": [0, \"1\"]}]}}");
            assertThat(check(page(Map.of("service", "order")), null).confirmed())
                    .as(question)
                    .containsExactly(cause);
        });
    }

    private static Map<String, String> working(String user, String milliseconds) {
        return Map.of("postgresql.state", "active", "postgresql.total_exec_time", milliseconds, "user.name", user);
    }

    private static LogStore.Line thrown(String service, String type, String frame) {
        return line(
                service,
                Map.of("exception.type", type, "exception.stacktrace", type + ": no\n\tat " + frame + "(X.java:1)"));
    }

    private record Result(List<Cause> confirmed, Set<Cause> excluded) {}

    private Result check(Alert page, @Nullable Explanation explanation) {
        var all = new LinkedHashMap<>(UNANSWERED);
        all.putAll(answers);
        try (var prometheus = TestServer.start(request -> TestServer.Answer.json(all.entrySet().stream()
                .filter(answer -> request.uri().getQuery().contains(answer.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(NONE)))) {
            var stores = new RecordedStores(List.of(), lines);
            var situation = new Situation(
                    new Stores(new PrometheusReader(prometheus.url()), stores, stores),
                    page,
                    BEGAN,
                    BEGAN.plusSeconds(90),
                    explanation == null ? List.of() : List.of(explanation),
                    explanation,
                    null,
                    lines);
            var confirmed = new LinkedHashSet<Cause>();
            var excluded = new LinkedHashSet<Cause>();
            for (var check : Checks.of(situation)) {
                var answer = check.ask();
                confirmed.addAll(answer.confirmed());
                excluded.addAll(answer.excluded());
            }
            return new Result(List.copyOf(confirmed), excluded);
        }
    }

    private static Alert page(Map<String, String> labels) {
        return new Alert("Some", "firing", labels, Map.of(), "", BEGAN.plusSeconds(60), 1);
    }

    /** @param status of the service's answer; empty for a call */
    private static Explanation explained(
            FailureMode mechanism, String service, String address, long milliseconds, String status) {
        return explained(mechanism, service, address, milliseconds, status, "");
    }

    private static Explanation explained(
            FailureMode mechanism, String service, String address, long milliseconds, String status, String message) {
        var attributes = Map.of(
                "server.address",
                address,
                "http.route",
                "/api/orders",
                "http.request.method",
                "POST",
                "http.response.status_code",
                status);
        var span = new Span(
                "a",
                "b",
                "",
                service,
                "POST /api/orders",
                Span.Kind.SERVER,
                BEGAN,
                BEGAN.plusMillis(milliseconds),
                true,
                attributes,
                List.of());
        return new Explanation(mechanism, span, span, Duration.ofMillis(milliseconds), 1, List.of(), message);
    }

    private static String sample(String label, String name, double value) {
        return ("{\"data\": {\"resultType\": \"vector\", \"result\": "
                        + "[{\"metric\": {\"%s\": \"%s\"}, \"value\": [0, \"%s\"]}]}}")
                .formatted(label, name, value);
    }

    private static LogStore.Line line(String service, Map<String, String> attributes) {
        return new LogStore.Line(BEGAN.plusSeconds(30), service, "", "", "", "", attributes);
    }

    private static Map<String, String> session(String waitsFor, String milliseconds) {
        return Map.of(
                "postgresql.wait_event_type", waitsFor,
                "postgresql.total_exec_time", milliseconds,
                "postgresql.pid", "7",
                "db.query.text", "select * from address",
                "user.name", "user");
    }
}
