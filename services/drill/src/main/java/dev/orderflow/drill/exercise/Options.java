package dev.orderflow.drill.exercise;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code make drill} was told.
 *
 * @param box within so long it begins, if anything does
 * @param limit so long after the box the drill closes
 * @param seed of the drawing
 * @param decoys the share of drills in which nothing is wrong, 0 to 1
 * @param name who answers, by the login or the token's name; empty for whoever does
 * @param incident this one instead of a drawn one, or {@link #DECOY}; empty to draw
 */
record Options(
        Duration box,
        Duration limit,
        long seed,
        double decoys,
        Responder.Kind responder,
        String name,
        String incident) {

    static final String DECOY = "decoy";

    private static final Set<String> KNOWN = Set.of("BOX", "LIMIT", "SEED", "DECOYS", "RESPONDER", "NAME", "INCIDENT");
    private static final long LARGE = 1_000_000_000_000_000L;
    private static final Duration LONGEST = Duration.ofHours(2);

    /** @throws IllegalArgumentException for what is no option, or no value of it; the message says what is */
    static Options parse(List<String> arguments) {
        var given = new HashMap<String, String>();
        for (var argument : arguments) {
            var parts = argument.split("=", 2);
            if (parts.length != 2 || !KNOWN.contains(parts[0])) {
                throw new IllegalArgumentException(argument
                        + " is no option; try: make drill BOX=10m LIMIT=20m DECOYS=0.3 RESPONDER=person NAME=alice");
            }
            given.put(parts[0], parts[1]);
        }
        return new Options(
                duration(given, "BOX", "10m"),
                duration(given, "LIMIT", "20m"),
                seed(given),
                share(given),
                responder(given),
                given.getOrDefault("NAME", ""),
                given.getOrDefault("INCIDENT", ""));
    }

    private static Duration duration(Map<String, String> given, String name, String otherwise) {
        var text = given.getOrDefault(name, otherwise);
        if (!text.matches("[1-9][0-9]{0,3}[smh]") || Duration.parse("PT" + text).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "%s=%s is no duration up to two hours; try: %s=%s".formatted(name, text, name, otherwise));
        }
        return Duration.parse("PT" + text);
    }

    /** So large where none is given that nobody tries them all. */
    private static long seed(Map<String, String> given) {
        var text = given.get("SEED");
        if (text == null) {
            return new SecureRandom().nextLong(LARGE, Long.MAX_VALUE);
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("SEED=" + text + " is no number; try: SEED=1");
        }
        return Long.parseLong(text);
    }

    private static double share(Map<String, String> given) {
        var text = given.getOrDefault("DECOYS", "0.3");
        if (!text.matches("0(\\.[0-9]+)?|1(\\.0+)?")) {
            throw new IllegalArgumentException("DECOYS=" + text + " is no share from 0 to 1; try: DECOYS=0.3");
        }
        return Double.parseDouble(text);
    }

    private static Responder.Kind responder(Map<String, String> given) {
        var text = given.getOrDefault("RESPONDER", "person");
        return Stream.of(Responder.Kind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("RESPONDER=%s is none; there are: %s"
                        .formatted(
                                text,
                                Stream.of(Responder.Kind.values())
                                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", ")))));
    }
}
