package dev.orderflow.walk;

import dev.orderflow.walk.store.JaegerReader;
import dev.orderflow.walk.store.LogStore;
import dev.orderflow.walk.store.LokiReader;
import dev.orderflow.walk.store.TempoReader;
import dev.orderflow.walk.store.TraceStore;
import dev.orderflow.walk.store.VictoriaLogsReader;
import java.net.URI;
import java.util.Iterator;
import java.util.List;

/**
 * What {@code make walk} was told.
 *
 * @param trace empty to begin at a page
 * @param alert empty for the page that has fired longest
 */
record Options(boolean help, boolean json, String trace, String alert, URI prometheus, TraceStore traces, LogStore logs) {

    static final String USAGE = """
            Walks from a firing page to its cause: series, exemplar, trace, span, logs, SQL. Each hop asks the live stores.

            usage: walk [--alert <name> | --trace <id>] [-o json]
              --alert <name>        this alert, page or not; otherwise the page that has fired longest
              --trace <id>          begin at this trace instead of at a page
              -o json               all that was found, for programs
              --prometheus <url>    http://127.0.0.1:9090
              --jaeger <url>        http://127.0.0.1:16686; or --tempo <url>
              --victorialogs <url>  http://127.0.0.1:9428; or --loki <url>

            Exits 0 at the end of the walk, 1 at the first hop that fails, 2 for a command that it doesn't understand.
            """;

    /** @throws IllegalArgumentException for what is no option, or an option without its value */
    static Options parse(List<String> arguments) {
        var options = new Options(
                false,
                false,
                "",
                "",
                URI.create("http://127.0.0.1:9090"),
                new JaegerReader(URI.create("http://127.0.0.1:16686")),
                new VictoriaLogsReader(URI.create("http://127.0.0.1:9428")));
        for (var rest = arguments.iterator(); rest.hasNext(); ) {
            options = options.with(rest.next(), rest);
        }
        if (!options.trace.isEmpty() && !options.alert.isEmpty()) {
            throw new IllegalArgumentException("--trace and --alert: a walk begins at one of them");
        }
        return options;
    }

    private Options with(String name, Iterator<String> rest) {
        return switch (name) {
            case "-h", "--help" -> new Options(true, json, trace, alert, prometheus, traces, logs);
            case "-o" -> new Options(help, isJson(value(name, rest)), trace, alert, prometheus, traces, logs);
            case "--trace" -> new Options(help, json, traceId(value(name, rest)), alert, prometheus, traces, logs);
            case "--alert" -> new Options(help, json, trace, value(name, rest), prometheus, traces, logs);
            case "--prometheus" -> new Options(help, json, trace, alert, url(name, rest), traces, logs);
            case "--jaeger" -> withTraces(new JaegerReader(url(name, rest)));
            case "--tempo" -> withTraces(new TempoReader(url(name, rest)));
            case "--victorialogs" -> withLogs(new VictoriaLogsReader(url(name, rest)));
            case "--loki" -> withLogs(new LokiReader(url(name, rest)));
            default -> throw new IllegalArgumentException("no such option: " + name);
        };
    }

    private Options withTraces(TraceStore store) {
        return new Options(help, json, trace, alert, prometheus, store, logs);
    }

    private Options withLogs(LogStore store) {
        return new Options(help, json, trace, alert, prometheus, traces, store);
    }

    private static URI url(String name, Iterator<String> rest) {
        return URI.create(value(name, rest));
    }

    private static String value(String name, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        return rest.next();
    }

    private static boolean isJson(String format) {
        if (!format.equals("json")) {
            throw new IllegalArgumentException("-o " + format + ": only json is there");
        }
        return true;
    }

    private static String traceId(String id) {
        if (!id.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("--trace " + id + ": a trace id is 32 hexadecimal digits, in lower case");
        }
        return id;
    }
}
