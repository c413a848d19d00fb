package dev.orderflow.platform.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class DrainTest {

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({TomcatServletWebServerAutoConfiguration.class, ShutdownAutoConfiguration.class})
    static class Service {

        @Bean
        ServletRegistrationBean<HttpServlet> answers() {
            return new ServletRegistrationBean<>(
                    new HttpServlet() {
                        @Override
                        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                            response.setStatus(204);
                        }
                    },
                    "/");
        }
    }

    @Test
    void requestsAreServedForAWhileAndConnectionsAreGivenUp() throws Exception {
        var service = new SpringApplicationBuilder(Service.class)
                .properties(Map.of("server.port", 0, "orderflow.shutdown.drain", "15s"))
                .run();
        var port = ((WebServerApplicationContext) service).getWebServer().getPort();
        try (var client = HttpClient.newHttpClient()) {
            assertThat(get(client, port).headers().firstValue("Connection")).isEmpty();
            var ending = Thread.ofVirtual().start(service::close);
            var draining = get(client, port);
            while (draining.headers().firstValue("Connection").isEmpty()) {
                draining = get(client, port);
            }
            assertThat(draining.statusCode()).isEqualTo(204);
            assertThat(draining.headers().firstValue("Connection")).hasValue("close");
            assertThat(get(client, port).statusCode()).isEqualTo(204);
            // Ends the drain, however slow the machine was until here.
            ending.interrupt();
            ending.join();
            assertThatThrownBy(() -> get(client, port)).isInstanceOf(IOException.class);
        }
    }

    private static HttpResponse<Void> get(HttpClient client, int port) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).build(),
                HttpResponse.BodyHandlers.discarding());
    }
}
