package dev.orderflow.drill.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.Alert;
import dev.orderflow.walk.Hop;
import dev.orderflow.walk.Walk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Walks from the pages of recorded runs: a change that makes the walk worse fails here. */
class RecordedRunsTest {

    private static final Path ROOT = Path.of("../..");
    private static final Path FOLDER = ROOT.resolve("k8s/incidents/recordings");
    private static final String TRUTHS = "truths.csv";

    /**
     * Each page leads to the cause, and what was changed is shown.
     *
     * @param change what one of the changes says; null for a fault that no change of an object made
     */
    @ParameterizedTest
    @CsvFileSource(files = "../../k8s/incidents/recordings/" + TRUTHS, useHeadersInDisplayName = true)
    @EnabledIfEnvironmentVariable(named = "PROMETHEUS", matches = ".+")
    void eachPageLeadsToItsCause(String run, String component, String mechanism, @Nullable String change)
            throws Exception {
        var recorded = RecordedRun.read(FOLDER.resolve(run + RecordCommand.EXTENSION));
        var pages = recorded.alerts().stream().filter(Alert::isPage).toList();
        assertThat(pages).isNotEmpty();
        try (var replay = new Replay(recorded, System.getenv("PROMETHEUS"), ROOT)) {
            for (var page : pages) {
                var hops = new ArrayList<Hop>();
                var found = new Walk(replay.stores(), Clock.fixed(recorded.time(), ZoneOffset.UTC), hops::add)
                        .fromPage(page);
                assertThat(found.causes())
                        .as("%s from %s", run, page.name())
                        .first()
                        .hasToString(component + ", " + mechanism);
                assertThat(hops)
                        .filteredOn(hop -> hop.name().equals("changes"))
                        .singleElement()
                        .satisfies(hop -> assertThat(hop.answer()).contains(change == null ? "" : change));
            }
        }
    }

    @Test
    void eachRecordingHasItsTruth() throws IOException {
        try (var files = Files.list(FOLDER);
                var truths = Files.lines(FOLDER.resolve(TRUTHS))) {
            assertThat(truths.skip(1).map(line -> line.split(",")[0]))
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> name.endsWith(RecordCommand.EXTENSION))
                                    .map(name -> name.replace(RecordCommand.EXTENSION, ""))
                                    .collect(Collectors.toCollection(TreeSet::new)));
        }
    }
}
