package dev.orderflow.pager.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.orderflow.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Who is on call: a server that takes what the pager sends, and knows by its id what comes twice. */
final class Person implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final int port = Ports.free();
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch answers = new CountDownLatch(0);
    private @Nullable HttpServer server;

    /** @param id by which a message that comes twice is known */
    record Message(String id, long page, String person, String title) {}

    Person() {
        comeBack();
    }

    String address() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** Nobody listens. */
    void leave() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    void comeBack() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    /** Takes messages, and says so only once they are released. */
    void holdAnswers() {
        answers = new CountDownLatch(1);
    }

    void releaseAnswers() {
        answers.countDown();
    }

    /** All that came, in the order in which it did. */
    List<Message> messages() {
        return List.copyOf(messages);
    }

    /** What came of a title. */
    List<Message> messages(String title) {
        return messages.stream()
                .filter(message -> message.title().equals(title))
                .toList();
    }

    /** How often the person was notified: what came twice was notified once. */
    int notified(String title) {
        return (int) messages(title).stream().map(Message::id).distinct().count();
    }

    private void take(HttpExchange exchange) throws IOException {
        var id = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        var body = JSON.readTree(exchange.getRequestBody());
        messages.add(new Message(
                id,
                body.path("page").asLong(),
                body.path("person").asString(),
                body.path("title").asString()));
        try {
            answers.await();
            exchange.sendResponseHeaders(204, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    @Override
    public void close() {
        releaseAnswers();
        leave();
    }
}
