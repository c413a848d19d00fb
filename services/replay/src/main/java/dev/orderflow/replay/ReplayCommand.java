package dev.orderflow.replay;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** {@code make replay-dead-letters}; see {@link Options#USAGE}. */
public final class ReplayCommand {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final String SERVERS = "SPRING_KAFKA_BOOTSTRAPSERVERS";

    private final JsonMapper json = new JsonMapper();
    private final PrintStream out;
    private final PrintStream errors;

    private ReplayCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    static void main(String[] arguments) {
        System.exit(run(System.getenv(SERVERS), System.out, System.err, arguments));
    }

    /** @return the exit code */
    public static int run(@Nullable String bootstrapServers, PrintStream out, PrintStream errors, String... arguments) {
        return new ReplayCommand(out, errors).run(bootstrapServers, arguments);
    }

    private int run(@Nullable String bootstrapServers, String... arguments) {
        try {
            var options = Options.parse(arguments);
            if (options.help()) {
                out.print(Options.USAGE);
                return DONE;
            }
            if (bootstrapServers == null) {
                throw new IllegalArgumentException(SERVERS + " is not set");
            }
            return replay(new DeadLetters(bootstrapServers), options);
        } catch (IllegalArgumentException e) {
            errors.println(e.getMessage() + "; see --help");
            return MISUSED;
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
                    out.println(letter + sentTo.map(place -> "\n    sent to " + place).orElse(""));
                }
            });
            var what = options.listOnly() ? "waiting" : "replayed";
            out.println(options.json() ? json.writeValueAsString(Map.of(what, count)) : count + " dead letters " + what);
            return DONE;
        } catch (KafkaException e) {
            errors.println("The replay broke off, and what was not sent still waits: " + e.getMessage());
            return FAILED;
        }
    }
}
