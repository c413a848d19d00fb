package dev.orderflow.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * A rule that the databases must satisfy; its query, {@code audit/<number>-<name>.sql}, returns the violations.
 *
 * @param description the file's first line, a comment
 * @param sql returns a row for each violation
 */
record Invariant(String name, String description, String sql) {

    /** All of them, in the order of their files. */
    static List<Invariant> all() {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver().getResources("classpath:audit/*.sql"))
                    .sorted((one, other) ->
                            String.valueOf(one.getFilename()).compareTo(String.valueOf(other.getFilename())))
                    .map(file -> {
                        try {
                            var text = file.getContentAsString(StandardCharsets.UTF_8);
                            var name = String.valueOf(file.getFilename())
                                    .replaceFirst("^\\d+-", "")
                                    .replaceFirst("\\.sql$", "");
                            return new Invariant(
                                    name, text.lines().findFirst().orElseThrow().replaceFirst("^-- ", ""), text);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
