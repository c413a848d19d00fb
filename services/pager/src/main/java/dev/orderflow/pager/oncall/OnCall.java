package dev.orderflow.pager.oncall;

import dev.orderflow.pager.oncall.OnCallProperties.Maintenance;
import dev.orderflow.pager.oncall.OnCallProperties.Override;
import dev.orderflow.pager.oncall.OnCallProperties.Schedule;
import dev.orderflow.pager.oncall.OnCallProperties.Step;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds who is notified of a page by each step of the escalation, and when the next step follows. */
@Component
public class OnCall {

    private final OnCallProperties properties;

    OnCall(OnCallProperties properties) {
        this.properties = properties;
    }

    /**
     * A step of the escalation, counted through all its repeats.
     *
     * @param number from 0
     * @return empty where all were notified as often as they are to be
     */
    public Optional<Step> step(int number) {
        var steps = properties.escalation().steps();
        return number < steps.size() * (1 + properties.escalation().repeats())
                ? Optional.of(steps.get(number % steps.size()))
                : Optional.empty();
    }

    /** Each of them once. */
    public List<String> people(Step step, Instant at) {
        return step.schedules().stream()
                .map(schedule -> person(schedule, at))
                .distinct()
                .toList();
    }

    /** Who has a schedule's turn; before its start, the first. */
    public String person(String name, Instant at) {
        var schedule = Objects.requireNonNull(properties.schedules().get(name), name);
        return schedule.overrides().stream()
                .filter(override -> !at.isBefore(override.from()) && at.isBefore(override.until()))
                .map(Override::person)
                .findFirst()
                .orElseGet(() -> inTurn(schedule, at));
    }

    /** By the days on the schedule's own clocks: a day of 23 or 25 hours moves no turn. */
    private static String inTurn(Schedule schedule, Instant at) {
        var days =
                Math.max(0, ChronoUnit.DAYS.between(schedule.starts(), LocalDateTime.ofInstant(at, schedule.zone())));
        return schedule.rotation()
                .get((int) (days / schedule.turnDays() % schedule.rotation().size()));
    }

    /** The window that holds back a page with such labels; of several the one that ends last. */
    public Optional<Maintenance> maintenance(Map<String, String> labels, Instant at) {
        return properties.maintenance().stream()
                .filter(window -> !at.isBefore(window.from()) && at.isBefore(window.until()))
                .filter(window -> labels.entrySet().containsAll(window.labels().entrySet()))
                .max((one, other) -> one.until().compareTo(other.until()));
    }
}
