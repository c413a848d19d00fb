package dev.orderflow.replay;

import dev.orderflow.console.Format;
import dev.orderflow.contracts.Topics;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Arguments of a replay on a command line: names, defaults and descriptions. */
public final class ReplayArguments {

    /** The topics that have a topic of dead letters. */
    static final List<String> TOPICS = List.of(Topics.ORDERS, Topics.PAYMENTS);

    @Option(
            names = {"--list", "--dry-run"},
            description = "Shows what waits, and why; sends nothing.")
    private boolean listOnly;

    @Option(
            names = "--topic",
            paramLabel = "<topic>",
            converter = Topic.class,
            completionCandidates = Topic.class,
            description = "Only dead letters that came from this topic, ${COMPLETION-CANDIDATES}; may be given again"
                    + " (default: all).")
    private LinkedHashSet<String> topics = new LinkedHashSet<>();

    @Option(
            names = "--limit",
            paramLabel = "<number>",
            converter = Limit.class,
            description = "Dead letters at most, 1 or more (default: all).")
    private Long limit = Long.MAX_VALUE;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<text|json>",
            defaultValue = "text",
            description = "Text, or an object a line: each dead letter, then the count (default: ${DEFAULT-VALUE}).")
    private Format output = Format.TEXT;

    Options options() {
        return new Options(topics.isEmpty() ? TOPICS : List.copyOf(topics), limit, listOnly, output == Format.JSON);
    }

    /** A topic that has a topic of dead letters. */
    static final class Topic implements ITypeConverter<String>, Iterable<String> {

        @Override
        public String convert(String text) {
            if (!TOPICS.contains(text)) {
                throw new TypeConversionException("'%s' is none of %s".formatted(text, TOPICS));
            }
            return text;
        }

        @Override
        public Iterator<String> iterator() {
            return TOPICS.iterator();
        }
    }

    /** A whole number above 0. */
    static final class Limit implements ITypeConverter<Long> {

        @Override
        public Long convert(String text) {
            if (!text.matches("0*[1-9][0-9]{0,17}")) {
                throw new TypeConversionException("'" + text + "' is no whole number above 0");
            }
            return Long.valueOf(text);
        }
    }
}
