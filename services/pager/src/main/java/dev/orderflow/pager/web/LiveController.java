package dev.orderflow.pager.web;

import dev.orderflow.pager.Changes;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends browsers a Server-Sent Event when something has changed; they then ask for what they show. Changes within half
 * a second are sent as one.
 */
@RestController
class LiveController {

    private final List<SseEmitter> browsers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean changed = new AtomicBoolean();

    LiveController(Changes changes) {
        changes.onEach(() -> changed.set(true));
    }

    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter live() throws IOException {
        var browser = new SseEmitter();
        browser.onCompletion(() -> browsers.remove(browser));
        browser.onTimeout(browser::complete); // it comes again by itself
        browsers.add(browser);
        // What changed before it was listening it asks for now.
        browser.send(SseEmitter.event().name("change").data(""));
        return browser;
    }

    @Scheduled(fixedDelay = 500)
    void publish() {
        if (changed.getAndSet(false)) {
            send(SseEmitter.event().name("change").data(""));
        }
    }

    /** By this a connection that is gone is noticed, and a proxy between does not end a quiet one. */
    @Scheduled(fixedDelay = 15_000)
    void keepOpen() {
        send(SseEmitter.event().comment("still here"));
    }

    /** Else the server, which ends what is under way first, would wait for them, and be away for so much longer. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        browsers.forEach(SseEmitter::complete);
    }

    private void send(SseEmitter.SseEventBuilder event) {
        var built = event.build();
        for (var browser : browsers) {
            try {
                browser.send(built);
            } catch (IOException | IllegalStateException e) {
                browsers.remove(browser);
            }
        }
    }
}
