package dev.orderflow.pager.board;

import dev.orderflow.pager.PagerProperties;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the dashboards' files, each time anew: a ConfigMap's change is seen without a restart. */
@Component
class Dashboards {

    private static final Logger log = LoggerFactory.getLogger(Dashboards.class);

    private static final JsonMapper JSON = new JsonMapper();

    private final @Nullable Path folder;

    Dashboards(PagerProperties properties) {
        this.folder = properties.dashboards();
    }

    /** By title; of one that the board cannot show, its title and why. */
    List<Dashboard> all() {
        if (folder == null) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(Dashboards::read)
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

    private static Dashboard read(Path file) {
        var name = file.getFileName().toString().replaceFirst("\\.json$", "");
        JsonNode model = JSON.createObjectNode();
        try {
            model = JSON.readTree(file.toFile());
            return Dashboard.of(model);
        } catch (JacksonException e) {
            return unreadable(
                    file, name, model, "it cannot be read as JSON of Grafana's model: " + e.getOriginalMessage());
        } catch (RuntimeException e) {
            return unreadable(file, name, model, String.valueOf(e.getMessage()));
        }
    }

    private static Dashboard unreadable(Path file, String name, JsonNode model, String problem) {
        log.warn("the dashboard {} cannot be shown: {}", file, problem);
        return Dashboard.unreadable(
                model.path("uid").asString(name), model.path("title").asString(name), problem);
    }
}
