package dev.orderflow.pager.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.pager.oncall.OnCallProperties.Escalation;
import dev.orderflow.pager.oncall.OnCallProperties.Maintenance;
import dev.orderflow.pager.oncall.OnCallProperties.Override;
import dev.orderflow.pager.oncall.OnCallProperties.Person;
import dev.orderflow.pager.oncall.OnCallProperties.Schedule;
import dev.orderflow.pager.oncall.OnCallProperties.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.FileSystemResource;

class OnCallTest {

    private static final Person SOMEBODY = new Person(null, null, null);
    private static final Map<String, Person> PEOPLE = Map.of("alice", SOMEBODY, "bob", SOMEBODY, "carol", SOMEBODY);
    private static final Step PRIMARY = new Step(List.of("primary"), Duration.ofMinutes(5));

    /** In Berlin, the night to 25 October 2026 has an hour more: nine o'clock is 7:00 UTC before it, and 8:00 after. */
    @ParameterizedTest
    @CsvSource({
        "2026-09-01T00:00:00Z, alice", // before all turns
        "2026-10-19T07:00:00Z, alice",
        "2026-10-26T07:59:59Z, alice",
        "2026-10-26T08:00:00Z, bob",
        "2026-11-02T07:59:59Z, bob",
        "2026-11-02T08:00:00Z, alice",
        "2026-11-05T11:59:59Z, alice",
        "2026-11-05T12:00:00Z, carol", // stands in
        "2026-11-05T13:59:59Z, carol",
        "2026-11-05T14:00:00Z, alice"
    })
    void turnsChangeAtTheSameTimeOfDay(Instant at, String person) {
        var override =
                new Override(Instant.parse("2026-11-05T12:00:00Z"), Instant.parse("2026-11-05T14:00:00Z"), "carol");
        var schedule = new Schedule(
                List.of("alice", "bob"),
                LocalDateTime.parse("2026-10-19T09:00:00"),
                ZoneId.of("Europe/Berlin"),
                7,
                List.of(override));
        assertThat(onCall(schedule).person("primary", at)).isEqualTo(person);
    }

    @Test
    void whoHasTwoTurnsIsNotifiedOnce() {
        var all = new OnCall(new OnCallProperties(
                PEOPLE,
                Map.of("primary", schedule("alice"), "manager", schedule("alice")),
                new Escalation(List.of(new Step(List.of("primary", "manager"), Duration.ofMinutes(1))), 0),
                List.of()));
        assertThat(all.people(all.step(0).orElseThrow(), Instant.EPOCH)).containsExactly("alice");
        assertThat(all.step(1)).isEmpty();
    }

    @Test
    void ofTwoWindowsTheLaterEndCounts() {
        var from = Instant.parse("2026-11-25T00:00:00Z");
        var order = new Maintenance(from, from.plusSeconds(60), Map.of("service", "order"), "order");
        var everything = new Maintenance(from, from.plusSeconds(90), Map.of(), "everything");
        var onCall = new OnCall(new OnCallProperties(
                PEOPLE,
                Map.of("primary", schedule("alice")),
                new Escalation(List.of(PRIMARY), 0),
                List.of(order, everything)));
        assertThat(onCall.maintenance(Map.of("service", "order"), from)).contains(everything);
        assertThat(onCall.maintenance(Map.of("service", "order"), from.plusSeconds(90)))
                .isEmpty();
        assertThat(onCall.maintenance(Map.of(), from.minusSeconds(1))).isEmpty();
    }

    @Test
    void aNameThatNobodyHasIsRefused() {
        assertThatThrownBy(() -> onCall(schedule("dave"))).hasMessageContaining("schedule primary: dave is not in");
        assertThatThrownBy(() -> new OnCallProperties(
                        PEOPLE, Map.of("secondary", schedule("alice")), new Escalation(List.of(PRIMARY), 0), List.of()))
                .hasMessageContaining("escalation: primary is not in");
    }

    /** What the chart's values say is what the pager understands. */
    @Test
    void theChartsValuesAreGood() throws Exception {
        var values = new YamlPropertySourceLoader()
                .load("values", new FileSystemResource("../../helm/observability/values.yaml"));
        var properties = new Binder(ConfigurationPropertySources.from(values))
                .bind("pager.on-call", OnCallProperties.class)
                .get();
        var onCall = new OnCall(properties);
        assertThat(properties.people()).hasSize(3);
        assertThat(onCall.people(onCall.step(0).orElseThrow(), Instant.parse("2026-01-12T09:00:00Z")))
                .containsExactly("bob");
        assertThat(onCall.step(8)).isPresent();
        assertThat(onCall.step(9)).isEmpty();
    }

    private static OnCall onCall(Schedule schedule) {
        return new OnCall(new OnCallProperties(
                PEOPLE, Map.of("primary", schedule), new Escalation(List.of(PRIMARY), 0), List.of()));
    }

    private static Schedule schedule(String person) {
        return new Schedule(
                List.of(person), LocalDateTime.parse("2026-01-05T09:00:00"), ZoneId.of("UTC"), 7, List.of());
    }
}
