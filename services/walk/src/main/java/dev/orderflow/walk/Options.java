package dev.orderflow.walk;

import dev.orderflow.stores.Backend;
import dev.orderflow.stores.LocalCluster;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.TraceStore;
import java.net.URI;
import java.util.Iterator;
import java.util.List;

/**
 * What {@code make walk} was told.
 *
 * @param trace empty to begin at a page
 * @param alert empty for the page that has fired longest
 */
record Options(
        boolean help, boolean json, String trace, String alert, URI prometheus, TraceStore traces, LogStore logs) {

    static final String USAGE = """
            Walks from a firing page to its cause: series, exemplar, trace, span, logs, SQL. Each hop asks the live stores.

            usage: walk [--alert <name> | --trace <id>] [-o json]
              --alert <name>        this alert, page or not; otherwise the page that has fired longest
              --trace <id>          begin at this trace instead of at a page
              -o json               all that was found, for programs
              --prometheus <url>    by default the cluster's on this machine, as k8s/ports.env has it
              --jaeger <url>        the same, or --tempo <url>: by default that of the cluster's stack
              --victorialogs <url>  the same, or --loki <url>

            Exits 0 at the end of the walk, 1 at the first hop that fails, 2 for a command that it doesn't understand.
            """;

    /** @throws IllegalArgumentException for what is no option, or an option without its value */
    static Options parse(List<String> arguments) {
        var help = false;
        var json = false;
        var trace = "";
        var alert = "";
        URI prometheus = null;
        TraceStore traces = null;
        LogStore logs = null;
        for (var rest = arguments.iterator(); rest.hasNext(); ) {
            var name = rest.next();
            switch (name) {
                case "-h", "--help" -> help = true;
                case "-o" -> json = isJson(value(name, rest));
                case "--trace" -> trace = traceId(value(name, rest));
                case "--alert" -> alert = value(name, rest);
                case "--prometheus" -> prometheus = url(name, rest);
                case "--jaeger" -> traces = Backend.JAEGER.traces(url(name, rest));
                case "--tempo" -> traces = Backend.TEMPO.traces(url(name, rest));
                case "--victorialogs" -> logs = Backend.VICTORIALOGS.logs(url(name, rest));
                case "--loki" -> logs = Backend.LOKI.logs(url(name, rest));
                default -> throw new IllegalArgumentException("no such option: " + name);
            }
        }
        if (!trace.isEmpty() && !alert.isEmpty()) {
            throw new IllegalArgumentException("--trace and --alert: a walk begins at one of them");
        }
        // What is given needs no cluster on this machine.
        var local = LocalCluster.here();
        return new Options(
                help,
                json,
                trace,
                alert,
                prometheus == null ? local.prometheus() : prometheus,
                traces == null ? local.stack().traces().traces(local.traces()) : traces,
                logs == null ? local.stack().logs().logs(local.logs()) : logs);
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
            throw new IllegalArgumentException(
                    "--trace " + id + ": a trace id is 32 hexadecimal digits, in lower case");
        }
        return id;
    }
}
