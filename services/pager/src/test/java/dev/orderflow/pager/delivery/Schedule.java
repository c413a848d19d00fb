package dev.orderflow.pager.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What happens to a few alerts and to the programs on their way, selected by a seed: the same seed is the same
 * schedule.
 *
 * @param rounds after each of which all has to be as expected
 */
record Schedule(long seed, List<Round> rounds) {

    /** Two alerts of one group, of which one is inhibited by another group's; a service with two groups. */
    static final List<Series> ALL = List.of(
            new Series("ErrorRateHigh", "cart", "1"),
            new Series("ErrorRateHigh", "cart", "2"),
            new Series("LatencyP99High", "cart", "1"),
            new Series("LatencyP99High", "cart", "2"),
            new Series("ErrorRateHigh", "web", "1"),
            new Series("LatencyMedianUp", "web", "1"));

    record Round(List<Step> steps) {

        boolean has(Outage outage) {
            return steps.contains(new Begin(outage));
        }
    }

    /** One thing that happens. */
    sealed interface Step {}

    record Fire(Series series) implements Step {}

    /** @param isForgotten whether the rules send the end once and then no more, else again and again */
    record End(Series series, boolean isForgotten) implements Step {}

    /**
     * @param ofGroup whether the series' whole group is muted
     * @param byPage whether somebody silences the page that is open, else Alertmanager is asked
     */
    record Silence(Series series, boolean ofGroup, boolean byPage) implements Step {}

    /** @param number of the schedule's silences, from 0; Alertmanager may have forgotten it */
    record Unsilence(int number) implements Step {}

    /** Somebody acknowledges the group's page, if one is open. */
    record Acknowledge(Series.Group group) implements Step {}

    /** Nobody acknowledges the group's page: the next step of the escalation comes, if one is open. */
    record Ignore(Series.Group group) implements Step {}

    record Reload(Routing routing) implements Step {}

    record Begin(Outage outage) implements Step {}

    record Recover(Outage outage) implements Step {}

    record Pause(Duration time) implements Step {

        @Override
        public String toString() {
            return time.toMillis() + " ms";
        }
    }

    /** What is away for a while. */
    enum Outage {
        /** SIGKILL. */
        PAGER_KILLED(4, 1000),
        /** Asked to end, and started again. */
        ALERTMANAGER_RESTARTED(3, 1000),
        /** SIGKILL: it forgets what it has notified, and the silences made since its start. */
        ALERTMANAGER_KILLED(3, 1000),
        /** Alertmanager does not reach the pager. */
        DELIVERIES_CUT(3, 5000),
        /** The pager does not reach Alertmanager. */
        LIST_CUT(2, 5000),
        /** Neither reaches the other. */
        BOTH_CUT(3, 5000),
        /** The pager's answers do not come through. */
        ANSWERS_LOST(2, 2000),
        /** Alertmanager does not reach the pager for so long that this is a page. */
        WATCHDOG_SILENT(1, 1);

        private final int weight;
        private final int longest;

        /**
         * @param longest how many milliseconds it lasts at most, beside what happens meanwhile and what a start takes
         */
        Outage(int weight, int longest) {
            this.weight = weight;
            this.longest = longest;
        }
    }

    static Schedule of(long seed) {
        return new Draw(seed).schedule();
    }

    @Override
    public String toString() {
        var number = new int[1];
        return rounds.stream()
                .map(round -> "  %2d. %s"
                        .formatted(
                                ++number[0],
                                round.steps().stream().map(Step::toString).collect(Collectors.joining(", "))))
                .collect(Collectors.joining("\n"));
    }

    /** Draws one; knows no more of what comes of it than which alerts fire. */
    private static final class Draw {

        private static final List<Outage> OUTAGES = List.of(Outage.values()).stream()
                .flatMap(outage -> Collections.nCopies(outage.weight, outage).stream())
                .toList();

        private final long seed;
        private final Random random;
        private final Set<Series> firing = new HashSet<>();
        private int silences;
        private Routing routing = Routing.CHART;

        Draw(long seed) {
            this.seed = seed;
            // Neighbouring seeds begin alike.
            this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        }

        Schedule schedule() {
            var rounds = new ArrayList<Round>();
            var count = 4 + random.nextInt(4);
            for (var number = 0; number < count; number++) {
                rounds.add(round());
            }
            return new Schedule(seed, List.copyOf(rounds));
        }

        /**
         * No alert changes twice in a round: what is between two changes may go unseen, and then nothing could be
         * expected.
         */
        private Round round() {
            var steps = new ArrayList<Step>();
            var changed = new HashSet<Series>();
            for (var left = random.nextInt(3); left > 0; left--) {
                steps.add(change(changed));
                pause(steps);
            }
            if (steps.isEmpty() || random.nextInt(10) < 5) {
                var outage = OUTAGES.get(random.nextInt(OUTAGES.size()));
                steps.add(new Begin(outage));
                for (var left = random.nextInt(3); left > 0; left--) {
                    steps.add(flip(changed));
                    pause(steps);
                }
                steps.add(new Pause(Duration.ofMillis(random.nextInt(outage.longest))));
                steps.add(new Recover(outage));
            }
            if (random.nextInt(8) == 0) {
                steps.add(new Ignore(rather().group()));
            }
            return new Round(List.copyOf(steps));
        }

        private Step change(Set<Series> changed) {
            return switch (random.nextInt(20)) {
                case 0, 1, 2, 3 -> silence();
                case 4, 5, 6 -> silences > 0 ? new Unsilence(random.nextInt(silences)) : silence();
                case 7, 8 -> new Acknowledge(rather().group());
                case 9, 10 -> reload();
                default -> flip(changed);
            };
        }

        private Step silence() {
            silences++;
            return new Silence(rather(), random.nextBoolean(), random.nextBoolean());
        }

        private Step reload() {
            routing = Routing.values()[
                    (routing.ordinal() + 1 + random.nextInt(Routing.values().length - 1)) % Routing.values().length];
            return new Reload(routing);
        }

        /** What fires ends, and what does not begins. */
        private Step flip(Set<Series> changed) {
            var series = any();
            while (!changed.add(series)) {
                series = any();
            }
            if (firing.remove(series)) {
                return new End(series, random.nextBoolean());
            }
            firing.add(series);
            return new Fire(series);
        }

        /** One that fires, more often than not. */
        private Series rather() {
            var candidates = ALL.stream().filter(firing::contains).toList();
            return candidates.isEmpty() || random.nextInt(3) == 0
                    ? any()
                    : candidates.get(random.nextInt(candidates.size()));
        }

        private Series any() {
            return ALL.get(random.nextInt(ALL.size()));
        }

        private void pause(List<Step> steps) {
            if (random.nextInt(3) > 0) {
                steps.add(new Pause(Duration.ofMillis(random.nextInt(1500))));
            }
        }
    }
}
