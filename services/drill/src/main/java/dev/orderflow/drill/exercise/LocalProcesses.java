package dev.orderflow.drill.exercise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Watches processes of this machine as anybody can list them: their arguments, and their environment if the system
 * shows it (on Linux, to the same user and root). The drill's own process is left out: whoever starts it with INCIDENT
 * or SEED shows these to everybody.
 */
final class LocalProcesses implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    /** The part of a command line by which a drill is recognized, as ci/orderflow starts it. */
    static final String DRILL = "dev.orderflow.drill.OrderFlow drill";

    private final Supplier<Stream<ProcessHandle>> processes;
    private final Map<String, String> seen = new ConcurrentHashMap<>();
    private final Thread watching;

    private LocalProcesses(Supplier<Stream<ProcessHandle>> processes) {
        this.processes = processes;
        this.watching = Thread.ofVirtual().start(this::watch);
    }

    /** Watches all descendants of this process, until it is closed. */
    static LocalProcesses ofThisProgram() {
        return new LocalProcesses(() -> ProcessHandle.current().descendants());
    }

    /** Watches all descendants of the drills that run on this machine. */
    static LocalProcesses ofDrills() {
        return new LocalProcesses(() -> ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(DRILL))
                .flatMap(ProcessHandle::descendants));
    }

    private void watch() {
        try {
            while (true) {
                look();
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void look() {
        processes.get().filter(LocalProcesses::hasBegun).forEach(process -> {
            var arguments = process.info().commandLine().orElse("");
            if (!arguments.isEmpty()) {
                seen.putIfAbsent(arguments, "processes " + process.pid());
            }
            environment(process.pid())
                    .lines()
                    .forEach(variable -> seen.putIfAbsent(variable, "processes " + process.pid() + " environment"));
        });
    }

    /** Reports whether a process runs a program of its own: until then the system shows what its parent shows. */
    private static boolean hasBegun(ProcessHandle process) {
        var arguments = process.info().commandLine();
        return arguments.isEmpty()
                || !process.parent()
                        .flatMap(parent -> parent.info().commandLine())
                        .equals(arguments);
    }

    /** Reads the environment of a process; empty if the system does not show it, or the process has ended. */
    private static String environment(long process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process), "environ"), StandardCharsets.ISO_8859_1)
                    .replace('\0', '\n');
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Looks once more, and passes each text that was seen to a reader.
     *
     * @return the number of texts
     */
    int read(ResponderView.Reader reader) {
        look();
        seen.forEach((text, where) -> reader.read(where, text));
        return seen.size();
    }

    /** Stops watching; texts that were seen can still be read. */
    @Override
    public void close() {
        watching.interrupt();
    }
}
