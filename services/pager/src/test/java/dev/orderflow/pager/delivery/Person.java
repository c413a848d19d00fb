package dev.orderflow.pager.delivery;

import dev.orderflow.testkit.Ports;
import dev.orderflow.testkit.TestServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Who is on call: a server that takes what the pager sends, and knows by its id what comes twice. */
final class Person implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final int port = Ports.free();
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch answers = new CountDownLatch(0);
    private @Nullable TestServer server;

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
            server.close();
            server = null;
        }
    }

    void comeBack() {
        server = TestServer.start(port, this::take);
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

    private TestServer.Answer take(TestServer.Request request) throws InterruptedException {
        var body = JSON.readTree(request.bytes());
        messages.add(new Message(
                request.headers().getFirst("Idempotency-Key"),
                body.path("page").asLong(),
                body.path("person").asString(),
                body.path("title").asString()));
        answers.await();
        return TestServer.Answer.of(204);
    }

    @Override
    public void close() {
        releaseAnswers();
        leave();
    }
}
