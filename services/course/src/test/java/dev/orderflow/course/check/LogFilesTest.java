package dev.orderflow.course.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {

    @TempDir
    private Path folder;

    @Test
    void onlyWholeLinesFromThenOnAreRead() throws IOException {
        write("order", "before\n");
        write("payment", "");
        var logs = new LogFiles(folder, List.of("order", "payment"));
        assertThat(logs.lines()).isEmpty();
        write("order", "{\"order_id\":\"o-1\"}\n\nhalf a li");
        write("payment", "charged\n");
        assertThat(logs.lines())
                .extracting(LogLine::service, LogLine::text)
                .containsExactlyInAnyOrder(tuple("order", "{\"order_id\":\"o-1\"}"), tuple("payment", "charged"));
    }

    private void write(String service, String text) throws IOException {
        Files.writeString(folder.resolve(service + ".log"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
