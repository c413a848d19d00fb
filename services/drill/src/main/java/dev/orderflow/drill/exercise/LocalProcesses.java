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
 * Processes of the machine that runs a drill, as whoever lists them sees them: their arguments, and their environment
 * where the system shows it (Linux, to the same user and root). Not the drill itself: whoever starts it with INCIDENT
 * or SEED says so to all who list processes.
 */
final class LocalProcesses implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    /** How the command line of a drill reads, as ci/orderflow starts it. */
    static final String DRILL = "dev.orderflow.drill.OrderFlow drill";

    private final Supplier<Stream<ProcessHandle>> processes;
    private final Map<String, String> seen = new ConcurrentHashMap<>();
    private final Thread watching;

    private LocalProcesses(Supplier<Stream<ProcessHandle>> processes) {
        this.processes = processes;
        this.watching = Thread.ofVirtual().start(this::watch);
    }

    /** Watches all that this program starts, and what that starts, until it is closed. */
    static LocalProcesses ofThisProgram() {
        return new LocalProcesses(() -> ProcessHandle.current().descendants());
    }

    /** Watches what drills of this machine start. */
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
        processes.get().forEach(process -> {
            var arguments = process.info().commandLine().orElse("");
            if (!arguments.isEmpty()) {
                seen.putIfAbsent(arguments, "processes " + process.pid());
            }
            environment(process.pid())
                    .lines()
                    .forEach(variable -> seen.putIfAbsent(variable, "processes " + process.pid() + " environment"));
        });
    }

    /** Reads it; empty where the system shows none, or the process is gone. */
    private static String environment(long process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process), "environ"), StandardCharsets.ISO_8859_1)
                    .replace('\0', '\n');
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Looks once more, and reads each text that was seen.
     *
     * @return how many
     */
    int read(ResponderView.Reader reader) {
        look();
        seen.forEach((text, where) -> reader.read(where, text));
        return seen.size();
    }

    /** Ends the watch; what was seen can still be read. */
    @Override
    public void close() {
        watching.interrupt();
    }
}
