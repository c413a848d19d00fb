package dev.orderflow.pager.web;

import dev.orderflow.pager.Addresses;
import dev.orderflow.pager.PagerProperties;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.stores.Backend.Signal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Redirects a person back to the program from which the authenticating proxy sent them to log in:
 * {@code /open/prometheus/graph?g0.expr=up} to that path at the link of Prometheus, and never to any other place. Uses
 * a page, since a browser that keeps to the pager's {@code form-action} would follow no redirection away from it after
 * the login's form.
 */
@Controller
class OpenController {

    private static final String PREFIX = "/open/";

    private final Addresses addresses;

    OpenController(PagerProperties properties) {
        this.addresses = properties.addresses();
    }

    /** @throws ApiException 404 where there is no such store, or none that people reach */
    @GetMapping(PREFIX + "{store}/**")
    String open(@PathVariable String store, HttpServletRequest request, Model model) {
        var link = link(store)
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "There is no link to " + store + "."));
        var query = request.getQueryString();
        model.addAttribute("address", link + path(request) + (query == null ? "" : "?" + query));
        return "open";
    }

    /** What stands behind the store's name, as it was sent. It begins with a slash, so that no host can come of it. */
    private static String path(HttpServletRequest request) {
        var slash =
                request.getRequestURI().indexOf('/', request.getContextPath().length() + PREFIX.length());
        return slash < 0 ? "/" : request.getRequestURI().substring(slash);
    }

    /** By the names that the proxy's ports have in the chart. */
    private Optional<String> link(String store) {
        return switch (store) {
            case "prometheus" -> link(Signal.METRICS);
            case "alertmanager" -> link(Signal.ALERTS);
            case "traces" -> link(Signal.TRACES);
            case "logs" -> link(Signal.LOGS);
            default -> Optional.empty();
        };
    }

    private Optional<String> link(Signal signal) {
        return addresses.link(signal).map(link -> link.toString().replaceFirst("/+$", ""));
    }
}
