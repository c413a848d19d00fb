package dev.orderflow.pager.board;

import dev.orderflow.pager.PagerProperties;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The dashboards' files, read each time: a ConfigMap's change is seen without a restart. */
@Component
class Dashboards {

    private static final Logger log = LoggerFactory.getLogger(Dashboards.class);

    private static final JsonMapper JSON = new JsonMapper();

    private final @Nullable Path folder;

    Dashboards(PagerProperties properties) {
        this.folder = properties.dashboards();
    }

    /** By title; without those that cannot be read, of which the log tells: a pager has more to do than to draw. */
    List<Dashboard> all() {
        if (folder == null) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .flatMap(Dashboards::read)
                    .sorted(Comparator.comparing(Dashboard::title))
                    .toList();
        } catch (IOException e) {
            log.warn("the dashboards in {} cannot be read: {}", folder, e.toString());
            return List.of();
        }
    }

    /** @throws ApiException NOT_FOUND */
    Dashboard get(String uid) {
        return all().stream()
                .filter(dashboard -> dashboard.uid().equals(uid))
                .findFirst()
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "There is no such dashboard."));
    }

    private static Stream<Dashboard> read(Path file) {
        try {
            return Stream.of(Dashboard.of(JSON.readTree(file.toFile())));
        } catch (RuntimeException e) {
            log.warn("the dashboard {} cannot be read: {}", file, e.toString());
            return Stream.of();
        }
    }
}
