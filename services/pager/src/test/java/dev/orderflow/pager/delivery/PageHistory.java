package dev.orderflow.pager.delivery;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A page as the pager shows it, with its timeline.
 *
 * @param isSilenced whether the pager knows a silence of all its alerts
 */
record PageHistory(
        long number,
        Series.Group group,
        boolean isOpen,
        boolean isTriggered,
        boolean isSilenced,
        Instant dueAt,
        List<Entry> timeline) {

    /**
     * The next step is reckoned from the beginning of the work on a page, whose entry is written later on a busy
     * machine.
     */
    private static final Duration LATE = Duration.ofSeconds(2);

    /** The escalation's steps: who is notified, and how long until the next one. */
    static final List<Rung> LADDER = List.of(
            new Rung(Set.of("alice"), Duration.ofSeconds(5)),
            new Rung(Set.of("bob"), Duration.ofSeconds(5)),
            new Rung(Set.of("alice", "carol"), Duration.ofSeconds(10)));

    private static final Set<String> OPENINGS = Set.of("CREATED", "DEAD_MAN_MISSED", "REOPENED");
    private static final Set<String> STEPS = Set.of("NOTIFYING", "ESCALATED");
    private static final Set<String> ENDS = Set.of("ACKNOWLEDGED", "RESOLVED");

    record Rung(Set<String> people, Duration escalateAfter) {}

    record Entry(Instant at, String kind, String text) {

        /** Who was to be notified. */
        private Set<String> people() {
            return Set.of(text.substring(text.indexOf(": ") + 2).split(", "));
        }

        @Override
        public String toString() {
            return "%s %s %s".formatted(at, kind, text);
        }
    }

    /** How often a person was to be notified, and of that, at the least, will have been. */
    record Count(int most, int least) {}

    static PageHistory of(JsonNode page, JsonNode timeline) {
        var labels = page.at("/detail/labels");
        var silenced = page.path("silencedUntil");
        var due = page.path("dueAt");
        return new PageHistory(
                page.path("number").asLong(),
                new Series.Group(
                        labels.path("alertname").asString(),
                        labels.path("service").asString()),
                !page.path("state").asString().equals("RESOLVED"),
                page.path("state").asString().equals("TRIGGERED"),
                !silenced.isNull() && Instant.parse(silenced.asString()).isAfter(Instant.now()),
                due.isNull() ? Instant.MAX : Instant.parse(due.asString()),
                timeline.valueStream()
                        .map(entry -> new Entry(
                                Instant.parse(entry.path("at").asString()),
                                entry.path("kind").asString(),
                                entry.path("text").asString()))
                        .toList());
    }

    /** All of a namespace's, the oldest first. */
    static List<PageHistory> read(PagerProcess pager, String namespace) throws IOException, InterruptedException {
        // A page may be in both lists, where it opens between the two requests.
        var all = new TreeMap<Long, PageHistory>();
        for (var state : List.of("resolved", "open")) {
            for (var page : pager.get("/api/v1/pages?limit=1000&state=" + state)) {
                if (page.at("/detail/labels/namespace").asString("").equals(namespace)) {
                    var number = page.path("number").asLong();
                    all.put(number, of(page, pager.get("/api/v1/pages/" + number + "/timeline")));
                }
            }
        }
        return List.copyOf(all.values());
    }

    int openings() {
        return (int) timeline.stream()
                .filter(entry -> OPENINGS.contains(entry.kind()))
                .count();
    }

    /** Steps of the escalation so far, over all openings. */
    int steps() {
        return (int)
                timeline.stream().filter(entry -> STEPS.contains(entry.kind())).count();
    }

    /** When it was last resolved; the year dot where it never was. */
    Instant lastEnd() {
        return timeline.stream()
                .filter(entry -> entry.kind().equals("RESOLVED"))
                .map(Entry::at)
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    /**
     * What is wrong with the escalation: each opening goes through the ladder from its foot, step by step, until
     * somebody is on it.
     */
    String problem() {
        var step = 0;
        var isOver = true;
        var next = Instant.MIN;
        for (var entry : timeline) {
            if (OPENINGS.contains(entry.kind())) {
                step = 0;
                isOver = false;
                next = Instant.MIN;
            } else if (ENDS.contains(entry.kind())) {
                isOver = true;
            } else if (STEPS.contains(entry.kind())) {
                var rung = LADDER.get(step % LADDER.size());
                if (isOver) {
                    return "escalated when it was over: " + entry;
                }
                if (!entry.people().equals(rung.people())) {
                    return "step %d is of %s, not: %s".formatted(step, rung.people(), entry);
                }
                if (entry.at().isBefore(next)) {
                    return "escalated before %s: %s".formatted(next, entry);
                }
                next = entry.at().plus(rung.escalateAfter()).minus(LATE);
                step++;
            }
        }
        return isOpen && isTriggered && !isSilenced && step == 0 ? "it is open, and nobody was to be notified" : "";
    }

    /**
     * How often each person is to have a message of it. A step's messages are not sent where the page is acknowledged
     * or resolved, or silenced, before they are.
     */
    Map<String, Count> counts() {
        var counts = new HashMap<String, Count>();
        Set<String> last = Set.of();
        for (var entry : timeline) {
            if (STEPS.contains(entry.kind())) {
                last = entry.people();
                last.forEach(person -> counts.merge(
                        person, new Count(1, 1), (one, other) -> new Count(one.most() + 1, one.least() + 1)));
            } else if (ENDS.contains(entry.kind())) {
                last.forEach(person ->
                        counts.computeIfPresent(person, (_, count) -> new Count(count.most(), count.least() - 1)));
                last = Set.of();
            }
        }
        if (isOpen && isSilenced) {
            last.forEach(person ->
                    counts.computeIfPresent(person, (_, count) -> new Count(count.most(), count.least() - 1)));
        }
        return counts;
    }

    @Override
    public String toString() {
        return "page %d, %s, %s%n%s"
                .formatted(
                        number,
                        group,
                        isOpen ? "open" : "resolved",
                        timeline.stream().map(entry -> "      " + entry).collect(Collectors.joining("\n")));
    }
}
