package dev.orderflow.pager.intake;

import dev.orderflow.pager.PagerProperties;
import dev.orderflow.pager.page.DeadMan;
import dev.orderflow.pager.page.Page;
import dev.orderflow.pager.page.Paging;
import dev.orderflow.pager.page.Signal;
import dev.orderflow.pager.page.Source;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Receives Alertmanager's {@code webhook_configs}. A delivery that is answered with 2xx is stored. */
@RestController
class AlertmanagerController {

    private static final Logger log = LoggerFactory.getLogger(AlertmanagerController.class);

    /** Its later releases may add fields. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * More at once would only wait for the database, before whoever looks at the pages; and their bodies take memory.
     */
    private static final int AT_ONCE = 4;

    /** Alertmanager sends again what is refused, first after half a second. */
    private static final int WAITING = 32;

    private final Gate gate = new Gate(AT_ONCE, WAITING);
    private final Paging paging;
    private final DeadMan deadMan;
    private final Reconciler alerts;
    private final PagerProperties.Intake limits;

    AlertmanagerController(Paging paging, DeadMan deadMan, Reconciler alerts, PagerProperties properties) {
        this.paging = paging;
        this.deadMan = deadMan;
        this.alerts = alerts;
        this.limits = properties.intake();
    }

    @PostMapping("/api/v1/alertmanager")
    Map<String, String> take(HttpServletRequest request) throws IOException {
        try (var _ = gate.enter()) {
            var webhook = read(Body.read(request, limits.maxBody()));
            if (deadMan.is(webhook.alertName())) {
                if (webhook.fires()) {
                    deadMan.heartbeat();
                }
            } else if (webhook.fires()) {
                fires(webhook.signal());
            } else {
                paging.resolve(webhook.source(), webhook.key(), webhook.newestEnd(), objection(webhook));
            }
        }
        return Map.of("status", "stored");
    }

    private void fires(Signal signal) {
        if (signal.source() == Source.ALERTMANAGER && alerts.isLate(signal)) {
            log.info("a delivery that is late, of alerts that have ended: {}", signal.title());
        } else {
            paging.trigger(signal);
        }
    }

    /** There is no list of Grafana's alerts to compare with. */
    private BiFunction<Page, Set<String>, String> objection(AlertmanagerWebhook webhook) {
        return webhook.isGrafanas()
                ? (_, _) -> Reconciler.omission(webhook.isTruncated())
                : alerts.objection(webhook.isTruncated());
    }

    private static AlertmanagerWebhook read(byte[] body) {
        try {
            var webhook = JSON.readValue(body, AlertmanagerWebhook.class);
            var problem = webhook == null ? "the body is empty" : webhook.problem();
            if (!problem.isEmpty()) {
                throw new ApiException(
                        ErrorCode.VALIDATION_FAILED, "This is no delivery of Alertmanager's webhook: " + problem + ".");
            }
            return webhook;
        } catch (JacksonException e) {
            throw new ApiException(
                    ErrorCode.MALFORMED_REQUEST, "The body is not the JSON of Alertmanager's webhook.", e);
        }
    }
}
