package dev.orderflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.orderflow.drill.cluster.ShopperClient;
import dev.orderflow.local.LocalSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/**
 * Tests that every endpoint refuses callers without the right login, through the gateway and directly, and answers the
 * right ones. Writes a table of the results to {@code target/refusals.md}.
 */
class RefusalIT {

    private static final String FORGED = "forged";
    private static final Path SERVICES =
            Path.of(System.getProperty("user.dir")).resolve("../../services").normalize();

    private static LocalSystem system;
    private static ShopperClient alice;
    private static ShopperClient bob;
    private static ShopperClient operator;
    private static String bobsAddress;
    private static String bobsOrder;

    /** Each wrong token by what is wrong with it. */
    private static final Map<String, String> BAD_TOKENS = new LinkedHashMap<>();

    /** The status codes by endpoint and case. */
    private static final Map<String, Map<String, String>> TABLE = new LinkedHashMap<>();

    private static long before;

    @BeforeAll
    static void prepare() throws Exception {
        system = SharedSystem.get();
        alice = loggedIn("alice@example.com");
        bob = loggedIn("bob@example.com");
        operator = loggedIn("operator@example.com");
        bobsAddress = bob.address();
        bobsOrder = bob.order(bobsAddress, "SKU-0011", 1)
                .require(201)
                .body()
                .get("id")
                .asString();
        var ours = system.signingKey();
        var past = Date.from(Instant.now().minusSeconds(60));
        BAD_TOKENS.put("no token", "");
        BAD_TOKENS.put(FORGED, Tokens.signed(alice, LocalSystem.keyPair(), Tokens.keyId(ours), claims -> claims));
        BAD_TOKENS.put("unsigned", Tokens.unsigned(alice));
        BAD_TOKENS.put("expired", Tokens.signed(alice, ours, claims -> claims.expirationTime(past)));
        BAD_TOKENS.put("endless", Tokens.signed(alice, ours, claims -> claims.expirationTime(null)));
        BAD_TOKENS.put("retired key", Tokens.signed(alice, system.retiredKey(), claims -> claims));
        BAD_TOKENS.put("other issuer", Tokens.signed(alice, ours, claims -> claims.issuer("somebody")));
        BAD_TOKENS.put("other audience", Tokens.signed(alice, ours, claims -> claims.audience("somewhere")));
        before = written();
    }

    private static ShopperClient loggedIn(String email) {
        return ShopperClient.loggedIn(system.gateway(), email, system.password());
    }

    /** Requires that the right caller is answered; otherwise a refusal would prove nothing. */
    @Test
    void whatWasWrittenByTheSameKeyWithoutAFaultIsTaken() throws Exception {
        alice.withToken(Tokens.signed(alice, system.signingKey(), claims -> claims))
                .get("/api/users/me")
                .require(200);
    }

    @TestFactory
    Stream<DynamicTest> aGoodCallerIsAnswered() {
        var alices = alice.order(alice.address(), "SKU-0011", 1)
                .require(201)
                .body()
                .get("id")
                .asString();
        return Endpoint.ofTheApi()
                .map(endpoint -> DynamicTest.dynamicTest(endpoint.toString(), () -> {
                    var caller = switch (endpoint.access()) {
                        case OPERATOR -> operator;
                        case OPEN -> alice.withToken("");
                        default -> endpoint.path().endsWith("/logout") ? loggedIn("alice@example.com") : alice;
                    };
                    var answer = caller.send(
                            endpoint.method(),
                            path(endpoint, alices),
                            body(endpoint, alice.address(), loggedIn("alice@example.com")));
                    note(endpoint, "good", answer);
                    assertThat(answer.status()).as(answer.body().toString()).isBetween(200, 204);
                    before = written();
                }));
    }

    @TestFactory
    Stream<DynamicTest> aBadTokenIsRefused() {
        return Endpoint.ofTheApi()
                .flatMap(endpoint -> BAD_TOKENS.keySet().stream()
                        .filter(wrong -> endpoint.access() != Endpoint.Access.OPEN || !wrong.equals("no token"))
                        .map(wrong -> DynamicTest.dynamicTest(endpoint + ": " + wrong, () -> {
                            for (var at : List.of(system.gateway(), system.url(endpoint.service()))) {
                                var answer = new ShopperClient(at)
                                        .withToken(BAD_TOKENS.get(wrong))
                                        .send(
                                                endpoint.method(),
                                                path(endpoint, bobsOrder),
                                                body(endpoint, bobsAddress, bob));
                                note(endpoint, wrong, answer);
                                refused(answer, 401, "UNAUTHENTICATED");
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> anEndedSessionIsRefused() {
        var gone = loggedIn("alice@example.com");
        gone.post("/api/auth/logout", Map.of()).require(204);
        return Endpoint.ofTheApi()
                .map(endpoint -> DynamicTest.dynamicTest(endpoint.toString(), () -> {
                    var answer =
                            gone.send(endpoint.method(), path(endpoint, bobsOrder), body(endpoint, bobsAddress, bob));
                    note(endpoint, "logged out", answer);
                    refused(answer, 401, "SESSION_ENDED");
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatIsAnothersIsNotThere() {
        return Endpoint.with(Endpoint.Access.OWNER)
                .map(endpoint -> DynamicTest.dynamicTest(endpoint.toString(), () -> {
                    for (var at : List.of(system.gateway(), system.url(endpoint.service()))) {
                        var answer = new ShopperClient(at)
                                .withToken(alice.token())
                                .send(endpoint.method(), path(endpoint, bobsOrder), body(endpoint, bobsAddress, bob));
                        note(endpoint, "another's", answer);
                        var isPlacing = endpoint.path().equals("/api/orders");
                        refused(answer, isPlacing ? 422 : 404, isPlacing ? "UNKNOWN_ADDRESS" : "NOT_FOUND");
                    }
                }));
    }

    @Test
    void anOperatorReadsAnyOrderAndCancelsNone() {
        operator.get("/api/orders/" + bobsOrder).require(200);
        operator.post("/api/orders/" + bobsOrder + "/cancel", Map.of()).require(404);
    }

    @TestFactory
    Stream<DynamicTest> aShopperIsNoOperator() {
        return Endpoint.with(Endpoint.Access.OPERATOR)
                .map(endpoint -> DynamicTest.dynamicTest(endpoint.toString(), () -> {
                    for (var at : List.of(system.gateway(), system.url(endpoint.service()))) {
                        var answer = new ShopperClient(at)
                                .withToken(alice.token())
                                .send(endpoint.method(), path(endpoint, bobsOrder), body(endpoint, bobsAddress, bob));
                        note(endpoint, "shopper", answer);
                        refused(answer, 403, "FORBIDDEN");
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatIsInternalIsRefused() throws Exception {
        var tokens = new LinkedHashMap<String, Map<String, String>>();
        tokens.put("no token", Map.of());
        tokens.put("shopper", Map.of("Authorization", "Bearer " + alice.token()));
        tokens.put("a shopper's for a service's", Map.of("Service-Token", alice.token()));
        return Endpoint.with(Endpoint.Access.INTERNAL)
                .flatMap(endpoint -> tokens.keySet().stream()
                        .map(wrong -> DynamicTest.dynamicTest(endpoint + ": " + wrong, () -> {
                            for (var at : List.of(system.gateway(), system.url(endpoint.service()))) {
                                var answer = new ShopperClient(at)
                                        .send(endpoint.method(), path(endpoint, bobsOrder), "{}", tokens.get(wrong));
                                note(endpoint, wrong.startsWith("a ") ? FORGED : wrong, answer);
                                refused(answer, 403, "FORBIDDEN");
                                for (var spelling : List.of(
                                        "/%69nternal",
                                        "/x/../internal",
                                        "//internal",
                                        "/api/orders/../../internal",
                                        "/internal;x=1")) {
                                    var other = new ShopperClient(at)
                                            .send(
                                                    endpoint.method(),
                                                    path(endpoint, bobsOrder).replace("/internal", spelling),
                                                    "{}",
                                                    tokens.get(wrong));
                                    assertThat(other.status()).as(spelling).isIn(400, 401, 403, 404);
                                }
                            }
                        })));
    }

    /** Payment, which may call none of them, signs for itself as well as it can. */
    @TestFactory
    Stream<DynamicTest> aServiceThatMayNotCallIsRefused() {
        var pretender = new JWTClaimsSet.Builder()
                .issuer("payment")
                .expirationTime(Date.from(Instant.now().plusSeconds(60)));
        return Endpoint.with(Endpoint.Access.INTERNAL)
                .map(endpoint -> DynamicTest.dynamicTest(endpoint.toString(), () -> {
                    var token = new SignedJWT(
                            new JWSHeader(JWSAlgorithm.RS256),
                            pretender.audience(endpoint.service()).build());
                    token.sign(new RSASSASigner(system.identity("payment")));
                    var answer = new ShopperClient(system.url(endpoint.service()))
                            .send(
                                    endpoint.method(),
                                    path(endpoint, bobsOrder),
                                    "{}",
                                    Map.of("Service-Token", token.serialize()));
                    note(endpoint, "other service", answer);
                    refused(answer, 403, "FORBIDDEN");
                }));
    }

    @AfterAll
    static void nothingWasWrittenAndTheTableIs() throws Exception {
        assertThat(written()).isEqualTo(before);
        var cases = new ArrayList<>(List.of("good"));
        cases.addAll(BAD_TOKENS.keySet());
        cases.addAll(List.of("logged out", "shopper", "another's", "other service"));
        var lines = new ArrayList<>(
                List.of("| | " + String.join(" | ", cases) + " |", "|---" + "|---".repeat(cases.size()) + "|"));
        Endpoint.ALL.forEach(endpoint -> lines.add("| `" + endpoint + "` | "
                + String.join(
                        " | ",
                        cases.stream()
                                .map(wrong -> TABLE.getOrDefault(endpoint.toString(), Map.of())
                                        .getOrDefault(wrong, ""))
                                .toList())
                + " |"));
        Files.write(Path.of("target/refusals.md"), lines);
        lines.forEach(System.out::println);
    }

    /** The list is whole: the API's is that of its document, and all of it that of the controllers. */
    @Test
    void theListIsThatOfTheDocumentAndOfTheControllers() throws IOException {
        var documented = new TreeSet<String>();
        Map<String, Map<String, Map<String, ?>>> document =
                new Yaml().load(Files.readString(SERVICES.resolve("gateway/src/main/resources/openapi.yaml")));
        document.get("paths")
                .forEach((path, operations) -> operations.keySet().stream()
                        .filter(List.of("get", "post", "put", "patch", "delete")::contains)
                        .forEach(method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        assertThat(Endpoint.ofTheApi().map(Endpoint::toString)).containsExactlyInAnyOrderElementsOf(documented);

        var mapped = new TreeSet<String>();
        for (var service :
                Endpoint.ALL.stream().map(Endpoint::service).distinct().toList()) {
            mapped.addAll(mappings(SERVICES.resolve(service + "/src/main/java")));
        }
        mapped.remove("GET /.well-known/jwks.json"); // everybody's, and not routed
        assertThat(Endpoint.ALL.stream().map(Endpoint::toString)).containsExactlyInAnyOrderElementsOf(mapped);
    }

    private static List<String> mappings(Path sources) throws IOException {
        var mapping = Pattern.compile("@(Get|Post|Put|Patch|Delete|Request)Mapping(?:\\(\"([^\"]*)\"\\))?");
        var mapped = new ArrayList<String>();
        try (var files = Files.walk(sources)) {
            for (var file : files.filter(path -> path.toString().endsWith("Controller.java"))
                    .toList()) {
                var prefix = "";
                for (var match :
                        mapping.matcher(Files.readString(file)).results().toList()) {
                    var path = match.group(2) == null ? "" : match.group(2);
                    if (match.group(1).equals("Request")) {
                        prefix = path;
                    } else {
                        mapped.add(match.group(1).toUpperCase(Locale.ROOT) + " " + prefix + path);
                    }
                }
            }
        }
        return mapped;
    }

    private static void refused(ShopperClient.Answer answer, int status, String code) throws Exception {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.body().path("code").asString()).isEqualTo(code);
    }

    private static synchronized void note(Endpoint endpoint, String wrong, ShopperClient.Answer answer) {
        var cell = TABLE.computeIfAbsent(endpoint.toString(), path -> new TreeMap<>());
        // Once where the gateway and the service itself say the same.
        cell.merge(
                wrong, Integer.toString(answer.status()), (one, other) -> one.equals(other) ? one : one + ", " + other);
    }

    private static String path(Endpoint endpoint, String order) {
        return endpoint.path()
                .replace("{sku}", "SKU-0012")
                .replaceAll("\\{(id|orderId)}", order)
                .replaceAll("\\{\\w+}", UUID.randomUUID().toString());
    }

    /** Returns a body that would be accepted. */
    private static String body(Endpoint endpoint, String address, ShopperClient refreshing) {
        return switch (endpoint.path()) {
            case "/api/auth/login" ->
                "{\"email\":\"alice@example.com\",\"password\":\"%s\"}".formatted(system.password());
            case "/api/auth/refresh" -> "{\"refreshToken\":\"%s\"}".formatted(refreshing.refreshToken());
            case "/api/products/{sku}/restock" -> "{\"quantity\":7}";
            case "/api/orders" ->
                "{\"addressId\":\"%s\",\"cardNumber\":\"%s\",\"lines\":[{\"sku\":\"SKU-0011\",\"quantity\":1}]}"
                        .formatted(address, ShopperClient.GOOD_CARD);
            default -> "";
        };
    }

    /** Orders that were accepted or cancelled, and all that was ever stocked. */
    private static long written() throws Exception {
        try (var connection = system.postgres().getPostgresDatabase().getConnection();
                var rows = connection.createStatement().executeQuery("""
                        select (select count(*) from orders."order" where accepted)
                             + (select count(*) from orders."order" where status in ('CANCELLED', 'REFUNDED'))
                             + (select sum(stocked) from inventory.stock)
                        """)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
