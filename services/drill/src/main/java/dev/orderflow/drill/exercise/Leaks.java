package dev.orderflow.drill.exercise;

import dev.orderflow.drill.incident.IncidentFile.Incident;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Searches texts for what only the drill knows: the id, mechanism and mitigations of each incident, runs of words of
 * its title and explanation, the word decoy, and the drill's seed. Ignores case, and allows any punctuation between
 * words.
 */
final class Leaks {

    /** Lengths of runs of words that nobody writes by chance. */
    private static final int TITLE_RUN = 4;

    private static final int TEXT_RUN = 5;

    /** A seed with fewer digits would be found everywhere by chance. */
    private static final int SEED_DIGITS = 8;

    /** A text with at least this many mechanisms is the public list of them, which gives nothing away. */
    private static final int LIST = 3;

    /** Two words need a separator: ScaledToZero is an alert, which every responder sees. */
    private static final List<Term> MECHANISMS = Arrays.stream(Mechanism.values())
            .filter(mechanism -> mechanism != Mechanism.NONE)
            .map(mechanism -> Term.ofMechanism(mechanism.id()))
            .toList();

    private final List<Term> terms;
    private final List<Term> mechanisms;

    /** @param seed of the drill; a small one is not searched for */
    Leaks(Collection<Incident> incidents, long seed) {
        var all = new ArrayList<Term>();
        all.add(Term.of("the word decoy", List.of("decoy"), ""));
        if (Long.toString(seed).length() >= SEED_DIGITS) {
            all.add(Term.of("the seed", List.of(Long.toString(seed)), ""));
        }
        for (var incident : incidents) {
            all.add(Term.ofId(incident.id()));
            // Not with spaces: the words of such an id, apart, are common English.
            incident.mitigations()
                    .forEach(mitigation ->
                            all.add(Term.of("the id " + mitigation.id(), words(mitigation.id()), "[-_.]?")));
            all.addAll(runs("the title of " + incident.id(), incident.title(), TITLE_RUN, 1));
            all.addAll(
                    runs("the explanation of " + incident.id(), incident.truth().explanation(), TEXT_RUN, TEXT_RUN));
            all.addAll(runs("the blast radius of " + incident.id(), incident.blastRadius(), TEXT_RUN, TEXT_RUN));
        }
        terms = List.copyOf(all);
        var selectable = incidents.stream()
                .map(incident -> "the mechanism " + incident.truth().mechanism())
                .toList();
        mechanisms = MECHANISMS.stream()
                .filter(term -> selectable.contains(term.what()))
                .toList();
    }

    /**
     * A leak.
     *
     * @param where the source of the text
     * @param excerpt the text around the leak
     */
    record Leak(String where, String what, String excerpt) {

        @Override
        public String toString() {
            return "%s: %s: …%s…".formatted(where, what, excerpt);
        }
    }

    /**
     * Searches a text.
     *
     * @param text plain or JSON; JSON's escapes count as punctuation
     */
    List<Leak> in(String where, String text) {
        var plain = text.replace("\\n", "\n").replace("\\t", "\t");
        var small = plain.toLowerCase(Locale.ROOT);
        var found = Stream.concat(terms.stream(), isList(small) ? Stream.empty() : mechanisms.stream());
        return found.flatMap(term -> term.find(where, plain, small)).toList();
    }

    int terms() {
        return terms.size() + mechanisms.size();
    }

    private static boolean isList(String small) {
        return MECHANISMS.stream().filter(term -> term.isIn(small)).limit(LIST).count() == LIST;
    }

    private static List<Term> runs(String what, String text, int length, int step) {
        var words = words(text);
        return IntStream.iterate(0, from -> from + length <= words.size(), from -> from + step)
                .mapToObj(from -> Term.of(what, words.subList(from, from + length), "\\W+"))
                .toList();
    }

    private static List<String> words(String text) {
        return Pattern.compile("\\W+")
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** @param anchor the longest word of the term; a text without it is not searched by pattern */
    private record Term(String what, String anchor, Pattern pattern) {

        private static final int AROUND = 30;

        /** The pattern of a word that is an incident's name: a text speaks of one, or an image has it as its tag. */
        private static final String NAME =
                "(?<![a-z0-9])(?:incident|scenario|drill|trigger|fault)\\W{1,5}%1$s(?![a-z0-9-])"
                        + "|/[a-z-]+:%1$s(?![a-z0-9-])";

        static Term of(String what, List<String> words, String between) {
            var pattern = words.stream()
                    .map(Pattern::quote)
                    .collect(Collectors.joining(between, "(?<![a-z0-9])", "(?![a-z0-9])"));
            return new Term(
                    what,
                    words.stream().max(Comparator.comparing(String::length)).orElseThrow(),
                    Pattern.compile(pattern));
        }

        /** Returns a term for an id. One of a single word counts only where it is a name: the word is common. */
        static Term ofId(String id) {
            var what = "the id " + id;
            var words = words(id);
            return words.size() > 1
                    ? of(what, words, "[-_. ]?")
                    : new Term(what, id, Pattern.compile(NAME.formatted(Pattern.quote(id))));
        }

        /**
         * Returns a term for a mechanism. One of a single word counts only where it is called one: each pod has the
         * taint {@code node.kubernetes.io/unreachable}.
         */
        static Term ofMechanism(String id) {
            var what = "the mechanism " + id;
            var words = words(id);
            return words.size() > 1
                    ? of(what, words, "[-_.]")
                    : new Term(what, id, Pattern.compile("mechanism\\W{1,5}" + Pattern.quote(id) + "(?![a-z0-9-])"));
        }

        boolean isIn(String small) {
            return small.contains(anchor) && pattern.matcher(small).find();
        }

        /** Finds the first match in a text. */
        Stream<Leak> find(String where, String plain, String small) {
            if (!small.contains(anchor)) {
                return Stream.empty();
            }
            return pattern.matcher(small).results().limit(1).map(match -> {
                var excerpt = plain.substring(
                        Math.max(0, match.start() - AROUND), Math.min(plain.length(), match.end() + AROUND));
                return new Leak(where, what, excerpt.replaceAll("\\s+", " "));
            });
        }
    }
}
