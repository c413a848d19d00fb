package dev.orderflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.drill.cluster.ServiceCatalog;
import dev.orderflow.drill.cluster.ShopperClient;
import dev.orderflow.drill.cluster.ShopperClient.Answer;
import dev.orderflow.local.LocalSystem;
import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.trace.Span;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests the attributes by which failed requests are compared with the others: on whose spans they are, that the
 * registry has each, and that nothing personal is in any signal.
 */
class RequestAttributesIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ALICE = "alice@example.com";
    private static final Map<String, String> APP =
            Map.of("User-Agent", "OrderFlow-iOS/2.4.1 (iPhone; iOS 19.1)", "Accept-Language", "de-AT,de;q=0.9");

    /** Names of the attributes that the Java agent sets. Each other one is the code's, and in the registry. */
    private static final Pattern AGENTS = Pattern.compile("client\\.address|code\\.(function|namespace)"
            + "|db\\.(namespace|operation\\.name|query\\.(parameter\\.[0-9]+|summary|text)|system\\.name)|error\\.type"
            + "|http\\.(request\\.(method|method_original|resend_count)|response\\.status_code|route)|messaging\\..+"
            + "|network\\.(peer\\.(address|port)|protocol\\.version)|server\\.(address|port)|thread\\.(id|name)"
            + "|url\\.(full|path|query|scheme)|user_agent\\.original");

    /** The SQLSTATE of a failure, which the agent sets on a statement's span and the code on its request's. */
    private static final String SQLSTATE = "db.response.status_code";

    private static final String ERROR_CODE = "orderflow.error.code";

    private static LocalSystem system;
    private static JsonNode profile;
    private static String orderBody;
    private static Answer login;
    private static Answer refresh;
    private static Answer page;
    private static Answer profileAgain;
    private static Answer order;
    private static Answer cancellation;
    private static Answer refusedOrder;
    private static Answer strange;

    @BeforeAll
    static void aShopperComes() throws Exception {
        system = SharedSystem.get();
        var anybody = new ShopperClient(system.gateway());
        login = anybody.post("/api/auth/login", body(Map.of("email", ALICE, "password", system.password())), APP)
                .require(200);
        var tokens = login.body();
        refresh = anybody.post(
                        "/api/auth/refresh",
                        body(Map.of("refreshToken", tokens.get("refreshToken").asString())),
                        APP)
                .require(200);
        var alice = anybody.withToken(refresh.body().get("token").asString());
        page = alice.send("GET", "/api/products?after=SKU-0010", "", APP).require(200);
        alice.get("/api/users/me").require(200);
        profileAgain = alice.send("GET", "/api/users/me", "", APP).require(200);
        profile = profileAgain.body();
        orderBody = body(placement(profile.get("addresses").get(0).get("id").asString()));
        var withKey = new HashMap<>(APP);
        withKey.put("Idempotency-Key", UUID.randomUUID().toString());
        order = alice.post("/api/orders", orderBody, withKey).require(201);
        var path = "/api/orders/" + order.body().get("id").asString() + "/cancel";
        cancellation = alice.send("POST", path, "", APP).require(200);
        refusedOrder = alice.post(
                        "/api/orders", body(placement(UUID.randomUUID().toString())), APP)
                .require(422);
        strange = anybody.withToken("x").send("GET", "/api/orders", "", APP).require(401);
        for (var service : ServiceCatalog.here().names()) {
            new ShopperClient(system.url(service)).get("/").require(401);
        }
    }

    private static Map<String, Object> placement(String address) {
        return Map.of(
                "addressId",
                address,
                "cardNumber",
                ShopperClient.GOOD_CARD,
                "lines",
                List.of(Map.of("sku", "SKU-0042", "quantity", 1), Map.of("sku", "SKU-0007", "quantity", 2)));
    }

    private static String body(Map<String, ?> content) {
        return JSON.writeValueAsString(content);
    }

    @Test
    void theGatewaysSpanHasWhoAsks() throws Exception {
        var placed = set(server(order, "gateway"));
        assertThat(Long.parseLong(String.valueOf(placed.remove("orderflow.session.age"))))
                .isBetween(0L, 300L);
        var client = new TreeMap<>(Map.of(
                "user_agent.name", "OrderFlow-iOS",
                "user_agent.version", "2.4.1",
                "orderflow.client", "ios",
                "orderflow.client.network", "127.0.0.0/24",
                "orderflow.language", "de"));
        var expected = new TreeMap<>(client);
        expected.putAll(Map.of(
                "enduser.pseudo.id",
                pseudonym(),
                "orderflow.user.role",
                "shopper",
                "orderflow.request.has_key",
                "true",
                "http.request.body.size",
                Integer.toString(orderBody.length())));
        assertThat(placed).isEqualTo(expected);
        assertThat(set(server(page, "gateway")))
                .containsEntry("orderflow.page.after", "true")
                .containsEntry("enduser.pseudo.id", pseudonym());
        assertThat(set(server(cancellation, "gateway"))).containsEntry("orderflow.request.has_key", "false");
        // Refused before it has a user.
        client.put("http.request.body.size", "0");
        client.put(ERROR_CODE, "UNAUTHENTICATED");
        assertThat(set(server(strange, "gateway"))).isEqualTo(client);
    }

    @Test
    void theOrdersSpanHasWhatIsOrdered() {
        var expected = new TreeMap<>(address());
        expected.putAll(request());
        expected.put("orderflow.order.total", order.body().get("totalMinor").asString());
        expected.put("orderflow.order.currency", "EUR");
        assertThat(set(server(order, "order"))).isEqualTo(expected);
    }

    @Test
    void aFailedOrderHasThemTooAndWhyItFailed() {
        var expected = new TreeMap<>(request());
        expected.put(ERROR_CODE, "UNKNOWN_ADDRESS");
        assertThat(set(server(refusedOrder, "order"))).isEqualTo(expected);
        assertThat(set(server(refusedOrder, "user"))).isEqualTo(Map.of(ERROR_CODE, "NOT_FOUND"));
    }

    @Test
    void theOtherServicesRecordTheirPart() {
        var expected = new TreeMap<>(address());
        expected.putAll(account());
        assertThat(set(server(order, "user"))).isEqualTo(expected);
        assertThat(set(server(order, "inventory"))).isEqualTo(Map.of("orderflow.reservation.lines", "2"));
        assertThat(set(server(login, "auth"))).isEqualTo(Map.of("orderflow.login.method", "password"));
        assertThat(set(server(refresh, "auth"))).isEqualTo(Map.of("orderflow.login.method", "refresh"));
        expected = new TreeMap<>(account());
        expected.put("orderflow.profile.cached", "true");
        assertThat(set(server(profileAgain, "user"))).isEqualTo(expected);
    }

    /**
     * The registry names the services that set an attribute; here each sets it, and no other. An attribute that neither
     * the registry nor the agent knows is none that may be sent.
     */
    @Test
    void theRegistryHasEachAttributeAndItsServices() throws Exception {
        var registry = registry();
        // Only where a database failed, which none needs to do here; then also on the consumer span of an event.
        var databases = registry.remove(SQLSTATE).stream()
                .flatMap(place -> Stream.of(place, place.replace("SERVER", "CONSUMER")))
                .toList();
        await("each attribute").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var seen = seen();
            assertThat(databases).containsAll(seen.getOrDefault(SQLSTATE, List.of()));
            seen.remove(SQLSTATE);
            assertThat(seen).isEqualTo(registry);
        });
    }

    /** Returns for each attribute the services and kinds of the spans that have it. */
    private static Map<String, List<String>> seen() {
        var places = new TreeMap<String, TreeSet<String>>();
        for (var span : system.receiver().spans()) {
            set(span)
                    .keySet()
                    .forEach(name ->
                            places.computeIfAbsent(name, _ -> new TreeSet<>()).add(span.service() + " " + span.kind()));
        }
        var seen = new TreeMap<String, List<String>>();
        places.forEach((name, where) -> seen.put(name, List.copyOf(where)));
        return seen;
    }

    private static Map<String, List<String>> registry() throws Exception {
        var file = Path.of(System.getProperty("user.dir")).resolve("../../telemetry/registry/orderflow.yaml");
        Map<String, List<Map<String, Object>>> registry = new Yaml().load(Files.readString(file));
        var services = new TreeMap<String, List<String>>();
        for (var group : registry.get("groups")) {
            for (var attribute : (List<?>) group.get("attributes")) {
                var entry = map(attribute);
                services.put(
                        String.valueOf(entry.getOrDefault("id", entry.get("ref"))),
                        setBy(entry)
                                .map(service -> service + " SERVER")
                                .sorted()
                                .toList());
            }
        }
        return services;
    }

    private static Stream<?> setBy(Map<String, Object> attribute) {
        var services = (List<?>) map(attribute.get("annotations")).get("set_by");
        return services.equals(List.of("any")) ? ServiceCatalog.here().names().stream() : services.stream();
    }

    @SuppressWarnings("unchecked") // what the file's parser makes of a mapping
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @Test
    void nothingPersonalIsInAnySignal() {
        await("a metric")
                .atMost(Duration.ofSeconds(45))
                .untilAsserted(() -> assertThat(system.receiver().labels())
                        .anyMatch(label -> label.service().equals("order")));
        var address = profile.get("addresses").get(0);
        var personal = Pattern.compile(Stream.of(
                        "@example\\.com",
                        words(profile.get("name").asString()),
                        words(address.get("street").asString()),
                        words(address.get("city").asString()),
                        ShopperClient.GOOD_CARD,
                        words(ShopperClient.GOOD_CARD.substring(0, 6)),
                        words(ShopperClient.GOOD_CARD.substring(12)),
                        "card_[0-9]")
                .collect(Collectors.joining("|")));
        await("what is bound to the login's and the order's statements")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(system.receiver().spans())
                        .anyMatch(span -> span.sql().contains("where email = lower(?)"))
                        .anyMatch(span -> span.sql().contains("card_token"))
                        .anyMatch(span -> span.service().equals("notification")
                                && span.sql().startsWith("insert into notification")));
        assertThat(spanTexts().filter(text -> personal.matcher(text).find())).isEmpty();
        assertThat(logTexts().filter(text -> personal.matcher(text).find())).isEmpty();
        assertThat(system.receiver().labels())
                .noneMatch(label -> personal.matcher(label.value()).find());
    }

    /** Each value would be a series. */
    @Test
    void noMetricHasThem() throws Exception {
        await("a metric")
                .atMost(Duration.ofSeconds(45))
                .untilAsserted(() -> assertThat(system.receiver().labels())
                        .anyMatch(label ->
                                label.service().equals("gateway") && label.key().equals("http.route")));
        var names = registry().keySet();
        // The agent's own durations of statements may have it.
        names.remove(SQLSTATE);
        assertThat(names).hasSizeGreaterThan(20);
        assertThat(system.receiver().labels())
                .noneMatch(label -> names.contains(label.key()) || label.key().matches("(orderflow|enduser)\\..+"));
    }

    private static String words(String text) {
        return "\\b" + Pattern.quote(text) + "\\b";
    }

    private static Stream<String> spanTexts() {
        return system.receiver().spans().stream()
                .flatMap(span -> Stream.concat(
                        texts(span.service() + " " + span.name(), span.attributes()),
                        span.events().stream()
                                .flatMap(event -> texts(span.service() + " " + event.name(), event.attributes()))));
    }

    private static Stream<String> logTexts() {
        var all = new LogSearch(
                "message", List.of(""), Instant.EPOCH, Instant.now().plusSeconds(60), 50_000);
        return system.receiver().logs(all).stream()
                .flatMap(line -> Stream.concat(
                        Stream.of(line.service() + ": " + line.message()), texts(line.service(), line.attributes())));
    }

    private static Stream<String> texts(String where, Map<String, String> attributes) {
        return attributes.entrySet().stream().map(entry -> where + ": " + entry);
    }

    private static Map<String, String> request() {
        return Map.of(
                "orderflow.order.lines", "2",
                "orderflow.order.pieces", "3",
                "orderflow.order.quantity.max", "2",
                "orderflow.order.sku.first", "SKU-0042",
                "orderflow.order.sku.popular", "true",
                "orderflow.card.scheme", "visa",
                "orderflow.card.length", "16");
    }

    private static Map<String, String> address() {
        var city = profile.get("addresses").get(0).get("city").asString();
        return Map.of(
                "orderflow.address.country",
                "DE",
                // Both with an umlaut: the seed gives Alice the same address each time.
                "orderflow.address.city.charset",
                "latin-1",
                "orderflow.address.city.length",
                Integer.toString(city.length()),
                "orderflow.address.street.charset",
                "latin-1");
    }

    /** The seed gives Alice the same account each time; its age in days is one of the bins. */
    private static Map<String, String> account() {
        var opened = Instant.parse(profile.get("createdAt").asString());
        var days = Duration.between(opened, Instant.now()).toDays();
        var age = Stream.of(1825, 730, 365, 180, 90)
                .filter(bound -> bound <= days)
                .findFirst()
                .orElseThrow();
        return Map.of(
                "orderflow.account.tier",
                profile.get("tier").asString().toLowerCase(Locale.ROOT),
                "orderflow.account.currency",
                "EUR",
                "orderflow.account.age",
                age.toString());
    }

    private static String pseudonym() throws Exception {
        var id = UUID.nameUUIDFromBytes(ALICE.getBytes(StandardCharsets.UTF_8)).toString();
        var hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash).substring(0, 16);
    }

    /** Returns the only server span of a service in a trace, except for auth's of the session. */
    private static Span server(Answer answer, String service) {
        var name = "%s's span of %s".formatted(service, answer.traceId());
        return await(name)
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> system.receiver().trace(answer.traceId()).spans().stream()
                                .filter(span -> span.service().equals(service) && span.kind() == Span.Kind.SERVER)
                                .findFirst()
                                .orElse(null),
                        span -> span != null);
    }

    private static Map<String, String> set(Span span) {
        var set = new TreeMap<String, String>();
        span.attributes().forEach((name, value) -> {
            if (!isOfAgent(span, name)) {
                set.put(name, value);
            }
        });
        return set;
    }

    private static boolean isOfAgent(Span span, String name) {
        return AGENTS.matcher(name).matches() || name.equals(SQLSTATE) && span.kind() == Span.Kind.CLIENT;
    }
}
