package dev.orderflow.course.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {

    @Test
    void fieldsOfObjectsAreFoundByTheirPath() {
        var line = LogLine.of("order", "{\"log\":{\"level\":\"INFO\"},\"spent_ms\":12,\"ok\":true}");
        assertThat(line.isEvent()).isTrue();
        assertThat(line.field("log.level")).isEqualTo("INFO");
        assertThat(line.field("spent_ms")).isEqualTo("12");
        assertThat(line.field("ok")).isEqualTo("true");
        assertThat(line.field("request_id")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a line", "{ braces }", "{\"cut\":", "[1]", "\"text\"", "\tat a.stack.Trace(Trace.java:1)"})
    void anythingElseIsPlainText(String text) {
        var line = LogLine.of("order", text);
        assertThat(line.isEvent()).isFalse();
        assertThat(line.fields()).isEmpty();
        assertThat(line.example()).startsWith("order.log: ");
    }
}
