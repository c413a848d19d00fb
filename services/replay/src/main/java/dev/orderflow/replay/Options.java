package dev.orderflow.replay;

import dev.orderflow.contracts.Topics;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What is asked for on the command line.
 *
 * @param topics whose dead letters are meant
 * @param limit dead letters, at most
 * @param listOnly shows them and sends nothing
 */
record Options(List<String> topics, long limit, boolean listOnly, boolean json, boolean help) {

    static final String USAGE = """
            Sends dead letters back to the topic and partition that they came from, the oldest of each partition first.
            Each stays where it is, and counts as replayed once the broker has it.

            usage: replay [--list] [--topic orders|payments] [--limit <number>] [-o json]
                   replay access [<user>=<right>...]

              --list, --dry-run   show what waits, and why; send nothing
              --topic <topic>     only those that came from this topic; may be given again
              --limit <number>    so many, at most
              -o json             an object a line: each dead letter, then the count
              --help              this

            access sets who may do what at Kafka: produces=<topic>, consumes=<topic>, replays, observes. Entries that are
            not named are removed. Without one it says what the user may do whose password it has.

            Reads SPRING_KAFKA_BOOTSTRAPSERVERS and SPRING_KAFKA_PROPERTIES_... as the services do. Exits 0 where all that was asked for is done, also
            where nothing waits; 1 where the broker cannot be reached or does not take one back, which then still waits;
            2 where the command line or the environment is wrong.
            """;

    static final List<String> TOPICS = List.of(Topics.ORDERS, Topics.PAYMENTS);

    /** @throws IllegalArgumentException where something is unknown, lacks its value, or has a wrong one */
    static Options parse(String... arguments) {
        var topics = new LinkedHashSet<String>();
        var limit = Long.MAX_VALUE;
        var listOnly = false;
        var json = false;
        var help = false;
        for (var rest = Arrays.asList(arguments).iterator(); rest.hasNext(); ) {
            var option = rest.next();
            switch (option) {
                case "--list", "--dry-run" -> listOnly = true;
                case "--topic" -> topics.add(oneOf(TOPICS, option, value(option, rest)));
                case "--limit" -> limit = positive(option, value(option, rest));
                case "-o" ->
                    json = oneOf(List.of("json", "text"), option, value(option, rest))
                            .equals("json");
                case "--help", "-h" -> help = true;
                default -> throw new IllegalArgumentException("there is no option " + option);
            }
        }
        return new Options(topics.isEmpty() ? TOPICS : List.copyOf(topics), limit, listOnly, json, help);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static String oneOf(List<String> allowed, String option, String value) {
        if (!allowed.contains(value)) {
            throw new IllegalArgumentException("%s %s: it must be one of %s".formatted(option, value, allowed));
        }
        return value;
    }

    private static long positive(String option, String value) {
        try {
            var number = Long.parseLong(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("%s %s: it must be a whole number above 0".formatted(option, value));
    }
}
