package dev.orderflow.charts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A pinned program, whose path the variable of its name in capitals holds; else the one on the PATH. */
record Tool(String name) {

    /** What it printed, and whether it succeeded. */
    record Result(boolean succeeded, String output, String errors) {}

    /** Runs it at the tree's root. */
    Result run(List<String> arguments) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(System.getenv().getOrDefault(name.toUpperCase(Locale.ROOT), name)));
        all.addAll(arguments);
        var process = new ProcessBuilder(all).directory(Chart.ROOT.toFile()).start();
        var errors = new StringBuilder();
        var reader = Thread.ofVirtual()
                .start(() -> process.errorReader(StandardCharsets.UTF_8)
                        .lines()
                        .forEach(line -> errors.append(line).append('\n')));
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        reader.join();
        return new Result(process.waitFor() == 0, output, errors.toString());
    }
}
