package dev.orderflow.pager.intake;

import dev.orderflow.pager.PagerProperties;
import dev.orderflow.pager.page.Paging;
import dev.orderflow.pager.page.Source;
import dev.orderflow.pager.security.Tokens;
import dev.orderflow.platform.edge.BodyReader;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Receives events in the format of PagerDuty's Events API v2, such as those of Alertmanager's {@code pagerduty_configs}
 * with its {@code url} changed, and answers in its format. An event that is answered with 202 is stored.
 */
@RestController
class EventsController {

    private static final Logger log = LoggerFactory.getLogger(EventsController.class);

    /** The largest event, in bytes: the same limit as PagerDuty's Events API v2. */
    private static final DataSize LIMIT = DataSize.ofKilobytes(512);

    /** The author, in the timeline, of an acknowledgement by an event. */
    private static final String WHO = "events";

    /**
     * Events that are stored at once. A gate of their own, apart from Alertmanager's deliveries: a sender is
     * authenticated only by the body, and a slow one must not hold up those deliveries.
     */
    private static final int AT_ONCE = 8;

    /**
     * Bodies that are being read, or wait to be stored, at the same time: of all, 32 MB at most. Slow ones are half of
     * them.
     */
    private static final int READ_AT_ONCE = 64;

    /**
     * Places become free every half second, when those who are slow are refused: three hundred of them hold up nobody
     * for longer than a few seconds.
     */
    private static final int WAITING = 320;

    private final Gate reading = new Gate(READ_AT_ONCE, WAITING);
    private final Gate gate = new Gate(AT_ONCE, READ_AT_ONCE);
    private final BodyReader bodies;
    private final Paging paging;
    private final JsonMapper json;
    private final List<String> routingKeys;
    private final Clock clock;

    EventsController(BodyReader bodies, Paging paging, JsonMapper json, PagerProperties properties, Clock clock) {
        this.bodies = bodies;
        this.paging = paging;
        this.json = json;
        this.routingKeys = properties.intake().routingKeys();
        this.clock = clock;
    }

    @PostMapping("/v2/enqueue")
    ResponseEntity<Map<String, ?>> enqueue(HttpServletRequest request) {
        try (var _ = reading.enter()) {
            var body = read(request);
            try (var _ = gate.enter()) {
                return take(body);
            }
        }
    }

    private byte[] read(HttpServletRequest request) {
        try {
            return bodies.read(request, Math.toIntExact(LIMIT.toBytes()));
        } catch (ApiException e) {
            // Senders do not send again what a 408 refused.
            throw e.code() == ErrorCode.BODY_TIMEOUT
                    ? new ApiException(ErrorCode.OVERLOADED, e.getMessage() + " Send it again.", e)
                    : e;
        }
    }

    private ResponseEntity<Map<String, ?>> take(byte[] body) {
        Event event;
        try {
            event = Event.of(json.readTree(body));
        } catch (JacksonException e) {
            return refuse(List.of("The body is not JSON"));
        }
        var errors = event.errors();
        if (errors.isEmpty() && routingKeys.stream().noneMatch(key -> Tokens.same(key, event.routingKey()))) {
            errors = List.of("'routing_key' is not one that is known here");
        }
        if (!errors.isEmpty()) {
            return refuse(errors);
        }
        var now = clock.instant();
        switch (event.action()) {
            case "trigger" -> paging.trigger(event.signal(now));
            case "acknowledge" -> paging.acknowledge(Source.EVENTS, event.dedupKey(), WHO);
            default -> paging.resolve(Source.EVENTS, event.dedupKey(), now);
        }
        return ResponseEntity.status(HttpStatus.ACCEPTED).body(event.accepted());
    }

    private static ResponseEntity<Map<String, ?>> refuse(List<String> errors) {
        log.warn("an event is refused: {}", errors);
        return ResponseEntity.badRequest()
                .body(Map.of("status", "invalid event", "message", "Event object is invalid", "errors", errors));
    }
}
