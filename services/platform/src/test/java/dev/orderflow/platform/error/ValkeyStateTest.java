package dev.orderflow.platform.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.testkit.Ports;
import dev.orderflow.testkit.Valkey;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tests the answers of a service whose Valkey refuses commands because of its own state. */
class ValkeyStateTest {

    private Valkey valkey;
    private LettuceConnectionFactory connections;
    private StringRedisTemplate template;
    private MockMvcTester mvc;

    @BeforeEach
    void start(@TempDir Path folder) {
        valkey = Valkey.start(folder);
        connections = new LettuceConnectionFactory("127.0.0.1", valkey.port());
        connections.afterPropertiesSet();
        connections.start();
        template = new StringRedisTemplate(connections);
        mvc = MockMvcTester.create(MockMvcBuilders.standaloneSetup(new Notes(template))
                .setControllerAdvice(new ErrorAdvice(), new StoreAdvice())
                .build());
    }

    @AfterEach
    void stop() {
        connections.destroy();
        valkey.close();
    }

    @Test
    void noMemoryIsAStoreThatDoesNotAnswer() {
        assertThat(mvc.get().uri("/note")).hasStatusOk();
        set("maxmemory", "1");
        isUnavailable();
        set("maxmemory", "0");
        assertThat(mvc.get().uri("/note")).hasStatusOk();
    }

    @Test
    void soIsAReplicaThatTakesNoWrites() {
        run(connection -> {
            connection.serverCommands().replicaOf("127.0.0.1", Ports.free());
            return "";
        });
        isUnavailable();
    }

    @Test
    void aWrongCommandIsABugOfOurs() {
        assertThat(mvc.get().uri("/note")).hasStatusOk();
        assertThat(mvc.get().uri("/wrong")).hasStatus(500);
    }

    private void set(String setting, String value) {
        run(connection -> {
            connection.serverCommands().setConfig(setting, value);
            return "";
        });
    }

    private void run(RedisCallback<String> commands) {
        template.execute(commands);
    }

    private void isUnavailable() {
        var answer = mvc.get().uri("/note").exchange();
        assertThat(answer).hasStatus(503);
        assertThat(answer).bodyJson().extractingPath("code").isEqualTo("STORE_UNAVAILABLE");
    }

    @RestController
    static class Notes {

        private final StringRedisTemplate template;

        Notes(StringRedisTemplate template) {
            this.template = template;
        }

        @GetMapping("/note")
        String note() {
            template.opsForValue().set("note", "one");
            return "";
        }

        @GetMapping("/wrong")
        String wrong() {
            return String.valueOf(template.opsForList().leftPop("note"));
        }
    }
}
