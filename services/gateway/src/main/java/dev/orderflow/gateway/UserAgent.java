package dev.orderflow.gateway;

import dev.orderflow.platform.telemetry.ClientKind;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The client of a request, as its header User-Agent (RFC 9110, section 10.1.5) names it.
 *
 * @param name of the browser, else of the first product; {@code other} for what is neither
 * @param version null where there is none, or none that can be read
 */
record UserAgent(String name, @Nullable String version, ClientKind kind) {

    private static final UserAgent OTHER = new UserAgent("other", null, ClientKind.OTHER);

    /** Products of the shop's own apps, and of its partners' programs. */
    private static final Map<String, ClientKind> APPS = Map.of(
            "OrderFlow-iOS", ClientKind.IOS,
            "OrderFlow-Android", ClientKind.ANDROID,
            "OrderFlow-Partner", ClientKind.PARTNER);

    /** How every browser begins, and many a robot. */
    private static final String BROWSER = "Mozilla/";

    /** In the order in which they are looked for: Edge also claims to be Chrome, and Chrome to be Safari. */
    private static final List<Browser> BROWSERS = List.of(
            new Browser("Edge", "(?:Edg|EdgA|EdgiOS|Edge)/([0-9][0-9.]{0,31})(?: |$)"),
            new Browser("Firefox", "(?:Firefox|FxiOS)/([0-9][0-9.]{0,31})(?: |$)"),
            new Browser("Chrome", "(?:Chrome|CriOS|HeadlessChrome)/([0-9][0-9.]{0,31})(?: |$)"),
            new Browser("Safari", "Version/([0-9][0-9.]{0,31}) (?:Mobile/[0-9A-Z]{1,16} )?Safari/"));

    /** Fewer characters than RFC 9110 allows: no client is named by punctuation, and none by an e-mail address. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,31}");

    private record Browser(String name, Pattern pattern) {

        /** @param pattern of a product between others, with its version as the group */
        Browser(String name, String pattern) {
            this(name, Pattern.compile("(?<= )" + pattern));
        }
    }

    /** Returns what the header tells; null where there is none. */
    static @Nullable UserAgent of(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return null;
        }
        return header.startsWith(BROWSER) ? browser(header) : product(header);
    }

    private static UserAgent browser(String header) {
        for (var browser : BROWSERS) {
            var found = browser.pattern().matcher(header);
            if (found.find()) {
                return new UserAgent(browser.name(), found.group(1), ClientKind.WEB);
            }
        }
        return OTHER;
    }

    /** The first product is the program; the second may be the shop's library that a partner's is built on. */
    private static UserAgent product(String header) {
        var products = header.split(" ", 3);
        var product = products[0].split("/", 2);
        if (!TOKEN.matcher(product[0]).matches()) {
            return OTHER;
        }
        var version = product.length == 2 && TOKEN.matcher(product[1]).matches() ? product[1] : null;
        var kind = APPS.getOrDefault(product[0], ClientKind.OTHER);
        if (kind == ClientKind.OTHER && products.length > 1) {
            kind = APPS.get(products[1].split("/", 2)[0]) == ClientKind.PARTNER ? ClientKind.PARTNER : kind;
        }
        return new UserAgent(product[0], version, kind);
    }
}
