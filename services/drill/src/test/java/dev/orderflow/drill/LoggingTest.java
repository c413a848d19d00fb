package dev.orderflow.drill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {

    /** Commands must print only their own output; without a configuration Logback prints every library's DEBUG. */
    @Test
    void librariesPrintWarningsAlone() {
        var library = LoggerFactory.getLogger("com.networknt.schema");
        assertThat(library.isInfoEnabled()).isFalse();
        assertThat(library.isWarnEnabled()).isTrue();
    }
}
