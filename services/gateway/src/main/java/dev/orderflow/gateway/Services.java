package dev.orderflow.gateway;

import dev.orderflow.platform.client.Downstream;
import dev.orderflow.platform.deadline.Deadline;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

/**
 * Calls the services behind the gateway, and is the only place in the system that repeats a call: a GET without an
 * answer, once, in the time that is left. A call that took too long is never repeated: more work does not help a slow
 * service.
 */
@Component
class Services {

    private static final Logger log = LoggerFactory.getLogger(Services.class);

    private final GatewayProperties.Retry retry;
    private final Map<String, RetryBudget> budgets = new ConcurrentHashMap<>();

    Services(GatewayProperties properties) {
        retry = properties.retry();
    }

    /** @throws ApiException as {@link Downstream#call} does */
    <T extends @Nullable Object> T call(String service, HttpMethod method, Supplier<T> call) {
        var budget = budgets.computeIfAbsent(service, name -> new RetryBudget(retry));
        budget.request();
        try {
            return Downstream.call(service, call);
        } catch (ApiException e) {
            var mayRepeat = method == HttpMethod.GET && e.code() == ErrorCode.DOWNSTREAM_UNAVAILABLE;
            if (!mayRepeat || timeIsUp() || !budget.retry()) {
                throw e;
            }
            log.info("{} was not reached ({}): once more", service, String.valueOf(e.getCause()));
            return Downstream.call(service, call);
        }
    }

    private static boolean timeIsUp() {
        var deadline = Deadline.current();
        return deadline != null && deadline.hasPassed();
    }
}
