package dev.orderflow.pager.oncall;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The people on call, their schedules, and the escalation.
 *
 * @param people by the name that they log in with
 * @param schedules by name, as {@code primary}
 * @param maintenance windows in which matching pages are stored, but nobody is notified before they end
 */
@Validated
@ConfigurationProperties("orderflow.on-call")
public record OnCallProperties(
        @NotEmpty Map<String, @NotNull @Valid Person> people,
        @NotEmpty Map<String, @NotNull @Valid Schedule> schedules,
        @NotNull @Valid Escalation escalation,
        @DefaultValue List<@NotNull @Valid Maintenance> maintenance) {

    /** @throws IllegalArgumentException where a name is used that nobody and no schedule has */
    public OnCallProperties {
        if (people != null && schedules != null && escalation != null && escalation.steps() != null) {
            schedules.forEach((name, schedule) -> Stream.concat(
                            schedule.rotation().stream(),
                            schedule.overrides().stream().map(Override::person))
                    .forEach(person -> require(
                            people.containsKey(person),
                            "schedule " + name + ": " + person + " is not in orderflow.on-call.people")));
            escalation
                    .steps()
                    .forEach(step -> step.schedules()
                            .forEach(schedule -> require(
                                    schedules.containsKey(schedule),
                                    "escalation: " + schedule + " is not in orderflow.on-call.schedules")));
            schedules.forEach((name, schedule) -> schedule.overrides()
                    .forEach(override -> require(
                            override.from().isBefore(override.until()),
                            "schedule " + name + ": an override ends before it begins")));
            maintenance.forEach(window -> require(
                    window.from().isBefore(window.until()),
                    "maintenance: a window ends before it begins: " + window.reason()));
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /**
     * A person who can be notified. Without an address the messages go to the log.
     *
     * @param password as Spring Security encodes it, {@code {bcrypt}$2a$...}; nobody logs in without one
     * @param email needs {@code spring.mail.host}
     * @param webhook gets a POST of JSON
     */
    public record Person(
            @Nullable String password,
            @Nullable @Email String email,
            @Nullable URI webhook) {}

    /**
     * A rotation of people who take turns.
     *
     * @param starts when the first one's first turn begins, on the clocks of {@code zone}: turns change at that time of
     *     day
     * @param turnDays how long a turn is
     */
    public record Schedule(
            @NotEmpty List<@NotBlank String> rotation,
            @DefaultValue("2026-01-05T09:00:00") @NotNull LocalDateTime starts,
            @DefaultValue("UTC") @NotNull ZoneId zone,
            @DefaultValue("7") @Min(1) @Max(366) int turnDays,
            @DefaultValue List<@NotNull @Valid Override> overrides) {}

    /** A person who stands in for a time; of several overrides the first counts. */
    public record Override(
            @NotNull Instant from,
            @NotNull Instant until,
            @NotBlank String person) {}

    /** @param repeats how often all steps are gone through again where nobody answers */
    public record Escalation(
            @NotEmpty List<@NotNull @Valid Step> steps,
            @DefaultValue("2") @Min(0) @Max(100) int repeats) {}

    /**
     * A step of the escalation.
     *
     * @param schedules those whose turn it is in these are notified
     * @param escalateAfter so long without an acknowledgement comes the next step
     */
    public record Step(
            @NotEmpty List<@NotBlank String> schedules,

            @DefaultValue("5m") @NotNull @DurationMin(seconds = 1)
            Duration escalateAfter) {}

    /** @param labels that a page has, each with this value; none match every page */
    public record Maintenance(
            @NotNull Instant from,
            @NotNull Instant until,
            @DefaultValue Map<String, String> labels,
            @NotBlank String reason) {}
}
