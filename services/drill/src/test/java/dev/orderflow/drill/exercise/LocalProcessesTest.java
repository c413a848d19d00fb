package dev.orderflow.drill.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.orderflow.drill.OrderFlow;
import dev.orderflow.drill.exercise.Leaks.Leak;
import dev.orderflow.drill.incident.IncidentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the watch of processes with real ones, which wait for input that never comes. */
class LocalProcessesTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Leaks leaks = new Leaks(IncidentFile.all(Path.of("../../k8s/incidents")), 0);
    private final List<Process> started = new ArrayList<>();
    private LocalProcesses processes;

    @BeforeEach
    void watch() {
        processes = LocalProcesses.ofThisProgram();
    }

    @AfterEach
    void end() throws InterruptedException {
        processes.close();
        for (var process : started) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.waitFor();
        }
    }

    @Test
    void whatSaysNothingIsNoLeak() throws IOException {
        start(new ProcessBuilder("sh", "-c", "read line", "kubectl", "get", "deployments"));
        assertThat(search()).isEmpty();
    }

    @Test
    void anArgumentIsFound() throws IOException {
        start(new ProcessBuilder("sh", "-c", "read line", "--incident=stock-count"));
        assertThat(search())
                .singleElement()
                .satisfies(leak -> assertThat(leak.where()).startsWith("processes "));
    }

    @Test
    void anArgumentOfAChildsChildIsFound() throws IOException {
        start(new ProcessBuilder("sh", "-c", "sh -c 'read line; :' of scale-47; :"));
        Awaitility.await().atMost(TIMEOUT).until(() -> search().size() > 1);
    }

    @Test
    void aVariableIsFoundWhereTheSystemShowsIt() throws IOException {
        assumeThat(Path.of("/proc/self/environ")).exists();
        var builder = new ProcessBuilder("sh", "-c", "read line");
        builder.environment().put("MAKEFLAGS", " -- INCIDENT=scale-47");
        start(builder);
        Awaitility.await().atMost(TIMEOUT).until(() -> !search().isEmpty());
        assertThat(search())
                .singleElement()
                .satisfies(leak ->
                        assertThat(leak.where()).startsWith("processes ").endsWith(" environment"));
    }

    /** A drill is known by its command line, as ci/orderflow writes it: main class, then command. */
    @Test
    void whatADrillStartsIsFound() throws IOException {
        assertThat(LocalProcesses.DRILL).isEqualTo(OrderFlow.class.getName() + " drill");
        assertThat(Path.of("../../ci/orderflow")).content().contains(OrderFlow.class.getName() + " \"$@\"");
        processes.close();
        processes = LocalProcesses.ofDrills();
        start(new ProcessBuilder(
                "sh", "-c", "sh -c 'read line; :' of scale-47; :", "-cp", "x", OrderFlow.class.getName(), "drill"));
        Awaitility.await().atMost(TIMEOUT).until(() -> !search().isEmpty());
    }

    /** A process between its start and that of its program, as each that a drill starts is for a moment. */
    @Test
    void whatIsNotYetAProgramOfItsOwnIsTheDrillItself() throws Exception {
        processes.close();
        processes = LocalProcesses.ofDrills();
        var drill = start(new ProcessBuilder(
                "sh", "-c", "(read line; :); :", "-cp", "x", OrderFlow.class.getName(), "drill", "scale-47"));
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> drill.descendants().findAny().isPresent());
        Awaitility.await().during(Duration.ofSeconds(1)).atMost(TIMEOUT).until(() -> search().isEmpty());
    }

    /** A process that has ended by the end of the drill, as kubectl has. */
    @Test
    void oneThatIsGoneIsFound() throws Exception {
        var process = start(new ProcessBuilder("sh", "-c", "read line", "lock-contention"));
        Awaitility.await().atMost(TIMEOUT).until(() -> Files.notExists(Path.of("/proc")) || !search().isEmpty());
        process.getOutputStream().close();
        process.waitFor();
        assertThat(search())
                .singleElement()
                .satisfies(leak -> assertThat(leak.what()).isEqualTo("the mechanism lock-contention"));
    }

    private Process start(ProcessBuilder builder) throws IOException {
        var process = builder.start();
        started.add(process);
        return process;
    }

    private List<Leak> search() {
        var found = new ArrayList<Leak>();
        processes.read((where, text) -> found.addAll(leaks.in(where, text)));
        return found;
    }
}
