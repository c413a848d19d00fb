package dev.orderflow.platform.telemetry;

import dev.orderflow.contracts.Role;
import dev.orderflow.contracts.Tier;
import io.opentelemetry.api.trace.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * The attributes that the services' code sets on spans. Those of the requests' server spans are what failed requests
 * are compared with the others by: who asked, with what client, for what. This is their only list: {@code make
 * docs-reference} writes {@code telemetry/registry/orderflow.yaml} from it, and no other class sets an attribute. The
 * names are those of the <a href="https://opentelemetry.io/docs/specs/semconv/">semantic conventions</a> where they
 * have one. What the Java agent sets is not repeated: {@code user_agent.original}, {@code client.address},
 * {@code http.route}.
 *
 * <p>No value is personal: no e-mail address, name, street, city, card number or token. None is on a metric, where each
 * value would be a series.
 */
public final class RequestAttributes {

    private static final List<RequestAttribute<?>> ALL = new ArrayList<>();

    private static final List<String> GATEWAY = List.of("gateway");
    private static final List<String> ORDER = List.of("order");
    private static final List<String> USER = List.of("user");
    private static final List<String> ORDER_AND_USER = List.of("order", "user");
    private static final List<String> ANY = List.of("any");

    public static final RequestAttribute<String> USER_PSEUDONYM = listed(RequestAttribute.text(
            "enduser.pseudo.id",
            "The first 16 hexadecimal digits of the SHA-256 of the user's id; absent where nobody is logged in.",
            List.of("5f70bf18a0860070"),
            GATEWAY));

    public static final RequestAttribute<String> USER_AGENT_NAME = listed(RequestAttribute.text(
            "user_agent.name",
            "The browser, else the first product of User-Agent; `other` for what is neither.",
            List.of("Firefox", "OrderFlow-iOS", "curl"),
            GATEWAY));

    public static final RequestAttribute<String> USER_AGENT_VERSION = listed(RequestAttribute.text(
            "user_agent.version",
            "The version of `user_agent.name`, at most 32 characters.",
            List.of("141.0", "2.4.1"),
            GATEWAY));

    public static final RequestAttribute<Long> BODY_SIZE = listed(RequestAttribute.number(
            "http.request.body.size", "The request's Content-Length, in bytes.", List.of(187), GATEWAY));

    public static final RequestAttribute<Role> USER_ROLE = listed(
            RequestAttribute.oneOf("orderflow.user.role", Role.class, "The user's role, as in the token.", GATEWAY));

    public static final RequestAttribute<ClientKind> CLIENT = listed(RequestAttribute.oneOf(
            "orderflow.client",
            ClientKind.class,
            "The kind of client, by User-Agent: a browser, or the product OrderFlow-iOS, OrderFlow-Android or"
                    + " OrderFlow-Partner, which may also come second, as the library of a partner's program.",
            GATEWAY));

    public static final RequestAttribute<String> CLIENT_NETWORK = listed(RequestAttribute.text(
            "orderflow.client.network",
            "The network of the client's address: /24 of IPv4, /48 of IPv6.",
            List.of("203.0.113.0/24", "2001:db8:7::/48"),
            GATEWAY));

    public static final RequestAttribute<String> LANGUAGE = listed(RequestAttribute.text(
            "orderflow.language",
            "The primary subtag, 2 or 3 letters, of the first language in Accept-Language.",
            List.of("de", "en"),
            GATEWAY));

    public static final RequestAttribute<Boolean> HAS_KEY = listed(
            RequestAttribute.flag("orderflow.request.has_key", "Whether a POST has an Idempotency-Key.", GATEWAY));

    public static final RequestAttribute<Long> SESSION_AGE = listed(RequestAttribute.number(
            "orderflow.session.age",
            "The seconds since the access token was issued, by a login or a refresh.",
            List.of(12, 299),
            GATEWAY));

    public static final RequestAttribute<Boolean> PAGE_AFTER = listed(RequestAttribute.flag(
            "orderflow.page.after", "Whether a request for products asks for a later page than the first.", GATEWAY));

    public static final RequestAttribute<LoginMethod> LOGIN_METHOD = listed(RequestAttribute.oneOf(
            "orderflow.login.method",
            LoginMethod.class,
            "By what a client asks for an access token.",
            List.of("auth")));

    public static final RequestAttribute<Boolean> PROFILE_CACHED =
            listed(RequestAttribute.flag("orderflow.profile.cached", "Whether the profile was in the cache.", USER));

    public static final RequestAttribute<Long> ACCOUNT_AGE = listed(RequestAttribute.number(
            "orderflow.account.age",
            "The days since the account was opened, rounded down to 0, 1, 7, 30, 90, 180, 365, 730 or 1825; absent if"
                    + " that was before it was recorded.",
            List.of(30, 365),
            USER));

    public static final RequestAttribute<Tier> ACCOUNT_TIER = listed(RequestAttribute.oneOf(
            "orderflow.account.tier", Tier.class, "What the account is to the shop; `partner` buys for others.", USER));

    public static final RequestAttribute<String> ACCOUNT_CURRENCY = listed(RequestAttribute.text(
            "orderflow.account.currency",
            "The currency that the shopper prefers, by ISO 4217; an order's is `orderflow.order.currency`.",
            List.of("EUR", "SEK"),
            USER));

    public static final RequestAttribute<Long> ORDER_LINES =
            listed(RequestAttribute.number("orderflow.order.lines", "The lines of the order.", List.of(1, 4), ORDER));

    public static final RequestAttribute<Long> ORDER_PIECES = listed(RequestAttribute.number(
            "orderflow.order.pieces", "The pieces of the order, over all lines.", List.of(1, 12), ORDER));

    public static final RequestAttribute<Long> ORDER_QUANTITY_MAX = listed(RequestAttribute.number(
            "orderflow.order.quantity.max", "The pieces in the order's largest line.", List.of(1, 9), ORDER));

    public static final RequestAttribute<String> ORDER_SKU_FIRST = listed(RequestAttribute.text(
            "orderflow.order.sku.first", "The SKU of the order's first line.", List.of("SKU-0001"), ORDER));

    public static final RequestAttribute<Boolean> ORDER_SKU_POPULAR = listed(RequestAttribute.flag(
            "orderflow.order.sku.popular",
            "Whether a SKU of the order ends in a number from 1 to 10: the seeded products are numbered by popularity.",
            ORDER));

    public static final RequestAttribute<Long> ORDER_TOTAL = listed(RequestAttribute.number(
            "orderflow.order.total",
            "The order's price, in the currency's minor unit (cents); absent until its stock is reserved.",
            List.of(1198),
            ORDER));

    public static final RequestAttribute<String> ORDER_CURRENCY = listed(RequestAttribute.text(
            "orderflow.order.currency",
            "The currency of `orderflow.order.total`, by ISO 4217; absent until the order's stock is reserved.",
            List.of("EUR"),
            ORDER));

    public static final RequestAttribute<CardScheme> CARD_SCHEME = listed(RequestAttribute.oneOf(
            "orderflow.card.scheme",
            CardScheme.class,
            "The scheme of the card, by its issuer identification number.",
            ORDER));

    public static final RequestAttribute<Long> CARD_LENGTH = listed(RequestAttribute.number(
            "orderflow.card.length", "The digits of the card's number.", List.of(15, 16), ORDER));

    public static final RequestAttribute<String> ADDRESS_COUNTRY = listed(RequestAttribute.text(
            "orderflow.address.country", "The country of the delivery address.", List.of("DE"), ORDER_AND_USER));

    public static final RequestAttribute<TextCharset> ADDRESS_CITY_CHARSET = listed(RequestAttribute.oneOf(
            "orderflow.address.city.charset",
            TextCharset.class,
            "The smallest character set that has the city's name.",
            ORDER_AND_USER));

    public static final RequestAttribute<Long> ADDRESS_CITY_LENGTH = listed(RequestAttribute.number(
            "orderflow.address.city.length", "The characters of the city's name.", List.of(6), ORDER_AND_USER));

    public static final RequestAttribute<TextCharset> ADDRESS_STREET_CHARSET = listed(RequestAttribute.oneOf(
            "orderflow.address.street.charset",
            TextCharset.class,
            "The smallest character set that has the street and its number.",
            ORDER_AND_USER));

    public static final RequestAttribute<Long> RESERVATION_LINES = listed(RequestAttribute.number(
            "orderflow.reservation.lines",
            "The lines of a reservation of stock.",
            List.of(1, 4),
            List.of("inventory")));

    public static final RequestAttribute<String> ERROR_CODE = listed(RequestAttribute.text(
            "orderflow.error.code",
            "The code of the error that a request is answered with, as in the answer.",
            List.of("OUT_OF_STOCK", "DOWNSTREAM_TIMEOUT"),
            ANY));

    public static final RequestAttribute<String> DATABASE_STATE = listed(RequestAttribute.text(
            "db.response.status_code",
            "The SQLSTATE where a database is why a request, or the handling of an event, failed. The Java agent sets"
                    + " it on the statement's own span.",
            List.of("53300", "57014"),
            ANY));

    private RequestAttributes() {}

    private static <T> RequestAttribute<T> listed(RequestAttribute<T> attribute) {
        ALL.add(attribute);
        return attribute;
    }

    static List<RequestAttribute<?>> all() {
        return List.copyOf(ALL);
    }

    /** Reports whether the current span is recorded; else values need not be computed. */
    public static boolean areRecorded() {
        return Span.current().isRecording();
    }
}
