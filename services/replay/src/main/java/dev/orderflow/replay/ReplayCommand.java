package dev.orderflow.replay;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import tools.jackson.databind.json.JsonMapper;

/** {@code make replay-dead-letters}; see {@link Options#USAGE}. */
public final class ReplayCommand {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final String ACCESS = "access";

    private final JsonMapper json = new JsonMapper();
    private final PrintStream out;
    private final PrintStream errors;

    private ReplayCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    static void main(String[] arguments) {
        System.exit(run(System.getenv(), System.out, System.err, arguments));
    }

    /** @return the exit code */
    public static int run(Map<String, String> environment, PrintStream out, PrintStream errors, String... arguments) {
        return new ReplayCommand(out, errors).run(environment, arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        try {
            if (arguments.length > 0 && arguments[0].equals(ACCESS)) {
                return access(
                        new Access(KafkaSettings.of(environment)),
                        List.of(arguments).subList(1, arguments.length));
            }
            var options = Options.parse(arguments);
            if (options.help()) {
                out.print(Options.USAGE);
                return DONE;
            }
            return replay(new DeadLetters(KafkaSettings.of(environment)), options);
        } catch (IllegalArgumentException e) {
            errors.println(e.getMessage() + "; see --help");
            return MISUSED;
        }
    }

    private int access(Access access, List<String> rights) {
        try {
            if (rights.isEmpty()) {
                access.own().forEach(out::println);
                return DONE;
            }
            var change = access.set(rights);
            out.println("access to Kafka: %d entries added, %d removed".formatted(change.added(), change.removed()));
            return DONE;
        } catch (KafkaException e) {
            errors.println(e.getMessage());
            return FAILED;
        }
    }

    private int replay(DeadLetters letters, Options options) {
        try {
            var count = letters.visit(options, (letter, sentTo) -> {
                if (options.json()) {
                    var line = new LinkedHashMap<>(letter.describe());
                    sentTo.ifPresent(place -> line.put("sentTo", place));
                    out.println(json.writeValueAsString(line));
                } else {
                    out.println(letter
                            + sentTo.map(place -> "\n    sent to " + place).orElse(""));
                }
            });
            var what = options.listOnly() ? "waiting" : "replayed";
            out.println(
                    options.json() ? json.writeValueAsString(Map.of(what, count)) : count + " dead letters " + what);
            return DONE;
        } catch (KafkaException e) {
            errors.println("The replay broke off, and what was not sent still waits: " + e.getMessage());
            return FAILED;
        }
    }
}
