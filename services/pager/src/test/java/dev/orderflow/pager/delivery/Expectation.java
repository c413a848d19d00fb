package dev.orderflow.pager.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the pages of one group may be like: all states that the situations so far allow. Between two situations the
 * pager may have seen each of them, or none, as Alertmanager delivers after its waits, and late after an outage; the
 * last one of a round it does see. So the last one says which pages are open, and the ones before say how often they
 * may have opened.
 *
 * <p>A page opens where an alert is active that is on no page. It stays open while an alert that is on it fires, muted
 * or not; an alert that has been muted since it began is on none, as Alertmanager says nothing of it. That an alert has
 * left its page may go unnoticed while others keep the page open: Alertmanager delivers no end of a muted alert.
 */
final class Expectation {

    /** A page that was opened again while nobody saw whether its alerts had ended: any group's delivery finds it. */
    private static final String ANY = "any";

    private final List<Series> all;
    private Set<State> possible = Set.of(new State(List.of(), 0));
    private int most;

    /**
     * @param key of the last group that was delivered
     * @param known the alerts that are on it
     */
    private record Open(String key, Set<Series> known) {

        boolean hasNoneOf(Situation situation) {
            return known.stream().noneMatch(situation::fires);
        }

        boolean isOf(String group) {
            return key.equals(group) || key.equals(ANY);
        }

        Open with(String newKey, Set<Series> more) {
            return new Open(
                    newKey, Stream.concat(known.stream(), more.stream()).collect(Collectors.toUnmodifiableSet()));
        }
    }

    /**
     * @param open pages, the oldest first
     * @param openings how often a page has opened: made, or opened again
     */
    record State(List<Open> open, int openings) {}

    Expectation(Series.Group group) {
        all = Schedule.ALL.stream()
                .filter(series -> series.group().equals(group))
                .toList();
    }

    /**
     * A round is over.
     *
     * @param situations in their order, from the end of the last round on
     * @param isBlind whether the dead man's page was open meanwhile; what ended shortly before it or in it is open
     *     again, and its people are notified again, as nobody could see that it had ended
     */
    void advance(List<Situation> situations, boolean isBlind) {
        for (var situation : situations) {
            possible = reachable(possible, situation, isBlind);
            most = Math.max(most, mostOpen());
        }
        var last = situations.getLast();
        possible = possible.stream().filter(state -> isSettled(state, last)).collect(Collectors.toSet());
    }

    /** What is wrong with so many open pages and openings; empty where nothing is. */
    String problem(int open, int openings) {
        return matching(open, openings).isEmpty()
                ? "%d pages open after %d openings, expected one of %s"
                        .formatted(
                                open,
                                openings,
                                possible.stream()
                                        .map(state -> state.open().size() + " after " + state.openings())
                                        .distinct()
                                        .sorted()
                                        .toList())
                : "";
    }

    /**
     * Removes the states with fewer openings than were observed. States with more remain possible, since deliveries of
     * the same situations may come later.
     */
    void observed(int openings) {
        possible =
                possible.stream().filter(state -> state.openings() >= openings).collect(Collectors.toSet());
    }

    /** How many pages of the group may have been open at the same time, also such as began and ended within a round. */
    int most() {
        return most;
    }

    private int mostOpen() {
        return possible.stream().mapToInt(state -> state.open().size()).max().orElse(0);
    }

    /**
     * Whether all that keeps the group's only page open is silenced; null where there is not one page, or that is not
     * known.
     */
    @Nullable
    Boolean isSilenced(Situation situation) {
        var answers =
                possible.stream().map(state -> isSilenced(state, situation)).collect(Collectors.toSet());
        return answers.size() == 1 ? answers.iterator().next().orElse(null) : null;
    }

    private static Optional<Boolean> isSilenced(State state, Situation situation) {
        return state.open().size() == 1
                ? Optional.of(state.open().getFirst().known().stream()
                        .filter(situation::fires)
                        .allMatch(situation::isSilenced))
                : Optional.empty();
    }

    private Set<State> matching(int open, int openings) {
        return possible.stream()
                .filter(state -> state.open().size() == open && state.openings() == openings)
                .collect(Collectors.toSet());
    }

    private Set<State> reachable(Set<State> from, Situation situation, boolean isBlind) {
        var reached = new HashSet<>(from);
        var left = new ArrayDeque<>(from);
        while (!left.isEmpty()) {
            for (var next : next(left.poll(), situation, isBlind)) {
                if (reached.add(next)) {
                    left.add(next);
                }
            }
        }
        return reached;
    }

    private List<State> next(State state, Situation situation, boolean isBlind) {
        var next = new ArrayList<State>();
        active(situation).forEach((key, firing) -> next.add(delivered(state, key, firing)));
        for (var page : state.open()) {
            page.known().stream()
                    .filter(series -> !situation.fires(series))
                    .forEach(series -> next.add(replaced(state, page, known -> without(known, series))));
            // Else the next delivery keeps it open: what ends and what begins are in the same one.
            if (page.hasNoneOf(situation) && active(situation).keySet().stream().noneMatch(page::isOf)) {
                next.add(replaced(state, page, _ -> null));
                if (isBlind && !page.key().equals(ANY)) {
                    var again = replaced(state, page, known -> new Open(ANY, Set.of()));
                    next.add(new State(again.open(), state.openings() + 1));
                }
            }
        }
        return next;
    }

    /** Alertmanager's groups of what it delivers. */
    private TreeMap<String, Set<Series>> active(Situation situation) {
        return all.stream()
                .filter(situation::isActive)
                .collect(Collectors.groupingBy(situation.routing()::key, TreeMap::new, Collectors.toUnmodifiableSet()));
    }

    /** A group's alerts are one page's: of the page with its key, or of the oldest with one of its alerts. */
    private static State delivered(State state, String key, Set<Series> firing) {
        var candidates = candidates(state, key, firing);
        if (candidates.isEmpty()) {
            var open = new ArrayList<>(state.open());
            open.add(new Open(key, firing));
            return new State(List.copyOf(open), state.openings() + 1);
        }
        var kept = kept(candidates, key);
        var open = new ArrayList<Open>();
        for (var page : state.open()) {
            if (page == kept) {
                open.add(page.with(key, firing));
            } else if (!candidates.contains(page) || !firing.containsAll(page.known())) {
                open.add(page);
            }
        }
        return new State(List.copyOf(open), state.openings());
    }

    private static List<Open> candidates(State state, String key, Set<Series> firing) {
        return state.open().stream()
                .filter(page -> page.isOf(key) || page.known().stream().anyMatch(firing::contains))
                .toList();
    }

    private static Open kept(List<Open> candidates, String key) {
        return candidates.stream().filter(page -> page.isOf(key)).findFirst().orElse(candidates.getFirst());
    }

    /** Whether the pager has nothing left to do. */
    private boolean isSettled(State state, Situation situation) {
        var active = active(situation);
        var allOnPages = active.values().stream()
                .flatMap(Set::stream)
                .allMatch(series ->
                        state.open().stream().anyMatch(page -> page.known().contains(series)));
        return allOnPages
                && state.open().stream().noneMatch(page -> page.hasNoneOf(situation))
                && active.entrySet().stream()
                        .allMatch(group -> delivered(state, group.getKey(), group.getValue())
                                        .open()
                                        .size()
                                == state.open().size());
    }

    private static State replaced(State state, Open page, UnaryOperator<@Nullable Open> by) {
        var open = state.open().stream()
                .map(other -> other == page ? by.apply(other) : other)
                .filter(Objects::nonNull)
                .toList();
        return new State(open, state.openings());
    }

    private static Open without(Open page, Series series) {
        return new Open(
                page.key(),
                page.known().stream().filter(other -> !other.equals(series)).collect(Collectors.toUnmodifiableSet()));
    }
}
