package dev.orderflow.course.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Lines as our solution of lesson 1 writes them, and what the rules find once one thing is taken from them. */
class LineRulesTest {

    private static final String CHOSEN = "chosen-by-a-client";
    private static final String EVENTS = "every line is an event";
    private static final String REQUEST = "one id leads to a request's lines";
    private static final String ORDER = "order_id leads to an order's lines";
    private static final String CULPRIT = "the lines of a failed request";

    @Test
    void linesThatCanBeAskedAreGreen() {
        assertThat(red(evidence(line -> line))).isEmpty();
    }

    @Test
    void noLinesAtAllAreRed() {
        var none = new LineEvidence(List.of(), List.of("", ""), CHOSEN, List.of(), List.of(), "inventory", Set.of());
        assertThat(red(none))
                .hasSize(5)
                .noneMatch(requirement -> requirement.startsWith("no client") || requirement.startsWith("no line"));
    }

    @Test
    void plainLinesAreNoEvents() {
        assertThat(red(evidence(line -> line.contains("accepted") ? "order o-1 accepted request_id=r-1" : line)))
                .anyMatch(requirement -> requirement.startsWith(EVENTS));
    }

    @Test
    void anIdThatAServiceMakesItselfLosesTheRequest() {
        assertThat(red(evidence(line -> line.contains("reservations") ? line.replace("\"r-", "\"own-") : line)))
                .singleElement()
                .asString()
                .startsWith(REQUEST);
    }

    @Test
    void oneIdForSeveralOrdersIsNone() {
        assertThat(red(evidence(line -> line.replaceAll("\"r-[12]\"", "\"r-9\""))))
                .singleElement()
                .asString()
                .startsWith(REQUEST);
    }

    @Test
    void anIdThatAClientChoseIsRefused() {
        var lines =
                evidence(line -> line.replace("\"r-1\"", "\"" + CHOSEN + "\"")).lines();
        var evidence = new LineEvidence(
                lines,
                List.of(CHOSEN, "r-2", "r-3"),
                CHOSEN,
                List.of("o-1", "o-2"),
                List.of("r-3"),
                "inventory",
                Set.of());
        assertThat(red(evidence)).containsExactly("no client chooses the id");
    }

    @Test
    void answersWithOneIdAreRefused() {
        var evidence = new LineEvidence(
                evidence(line -> line).lines(),
                List.of("r-1", "r-1"),
                CHOSEN,
                List.of("o-1", "o-2"),
                List.of("r-3"),
                "inventory",
                Set.of());
        assertThat(red(evidence)).singleElement().asString().startsWith("every answer names its request");
    }

    @Test
    void anOrderThatOnlyATextNamesIsNotFound() {
        assertThat(red(evidence(
                        line -> line.contains("charged") ? line.replaceAll(",\"order_id\":\"[^\"]*\"", "") : line)))
                .singleElement()
                .asString()
                .startsWith(ORDER);
    }

    @Test
    void aTimeoutWithoutItsRequestNamesNobody() {
        assertThat(red(evidence(line -> line.contains("spent_ms") ? line.replace("\"r-3\"", "\"other\"") : line)))
                .singleElement()
                .asString()
                .startsWith(CULPRIT);
    }

    /**
     * A service that waited itself calls the next with no time left: that call took none, and is not what was waited
     * for.
     */
    @Test
    void aCallThatHadNoTimeLeftIsNotTheCause() {
        var evidence = evidence(line -> line.replace("\"spent_ms\":1900", "\"spent_ms\":0"));
        assertThat(red(evidence)).singleElement().asString().startsWith(CULPRIT);
        assertThat(red(new LineEvidence(
                        evidence.lines(),
                        evidence.answers(),
                        CHOSEN,
                        evidence.orders(),
                        evidence.failed(),
                        "order",
                        evidence.personal())))
                .isEmpty();
    }

    @Test
    void anAddressInAFieldIsPersonal() {
        assertThat(red(evidence(line ->
                        line.contains("/api/orders") ? line.replace("{", "{\"user\":\"alice@example.com\",") : line)))
                .containsExactly("no line names a person or a card");
    }

    private static List<String> red(LineEvidence evidence) {
        return LineRules.judge(evidence).stream()
                .filter(finding -> !finding.met())
                .peek(finding -> assertThat(finding.look()).isNotEmpty())
                .map(Finding::requirement)
                .toList();
    }

    /** Two orders that succeed, and one request that waits for inventory. */
    private static LineEvidence evidence(UnaryOperator<String> change) {
        var lines = new ArrayList<LogLine>();
        for (var number : List.of("1", "2")) {
            var request = "\"request_id\":\"r-%s\"".formatted(number);
            var order = ",\"order_id\":\"o-%s\"".formatted(number);
            add(lines, change, "auth", request, "GET /internal/sessions");
            add(lines, change, "user", request, "GET /internal/users");
            add(lines, change, "inventory", request, "POST /internal/reservations");
            add(lines, change, "order", request + order, "order accepted");
            add(lines, change, "order", request, "POST /api/orders");
            add(lines, change, "gateway", request, "POST /api/orders");
            add(lines, change, "payment", order.substring(1), "order charged");
            add(lines, change, "notification", order.substring(1), "shopper notified");
        }
        var failed = "\"request_id\":\"r-3\",";
        add(lines, change, "order", failed + "\"service\":\"inventory\",\"spent_ms\":1900", "timeout");
        add(lines, change, "gateway", failed + "\"service\":\"order\",\"spent_ms\":1990", "timeout");
        return new LineEvidence(
                lines,
                List.of("r-1", "r-2", "r-3"),
                CHOSEN,
                List.of("o-1", "o-2"),
                List.of("r-3"),
                "inventory",
                Set.of("alice@example.com"));
    }

    private static void add(
            List<LogLine> lines, UnaryOperator<String> change, String service, String fields, String message) {
        lines.add(LogLine.of(service, change.apply("{\"message\":\"%s\",%s}".formatted(message, fields))));
    }
}
