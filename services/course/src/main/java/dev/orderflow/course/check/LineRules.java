package dev.orderflow.course.check;

import dev.orderflow.drill.telemetry.Expectations;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges log lines: whether a request can be found in them by one id, and an order by its own. */
final class LineRules {

    static final String REQUEST_ID = "request_id";
    static final String ORDER_ID = "order_id";

    /** By how much a caller may have waited longer than the call that it waited for. */
    private static final double ALONG = 0.5;

    private final LineEvidence evidence;
    private final Map<String, List<LogLine>> byRequest;
    private final Map<String, List<LogLine>> byOrder;

    /** The services that an order's request passes through, and those that log something of every order. */
    private final Set<String> called = new TreeSet<>();

    private final Set<String> logging = new TreeSet<>();

    private LineRules(LineEvidence evidence) {
        this.evidence = evidence;
        byRequest = by(REQUEST_ID);
        byOrder = by(ORDER_ID);
        var expected = Expectations.load();
        expected.edges().stream()
                .filter(edge -> edge.over().equals("http"))
                .flatMap(edge -> Stream.of(edge.from(), edge.to()))
                .forEach(called::add);
        expected.services().forEach((service, signals) -> {
            if (signals.logs()) {
                logging.add(service);
            }
        });
    }

    static List<Finding> judge(LineEvidence evidence) {
        var rules = new LineRules(evidence);
        return List.of(
                rules.everyLineIsAnEvent(),
                rules.everyAnswerNamesItsRequest(),
                rules.theEdgeMakesTheId(),
                rules.oneIdInEveryServiceOfARequest(),
                rules.anOrderIsFoundByItsId(),
                rules.theLinesOfAFailureNameTheService(),
                rules.noLineIsPersonal());
    }

    private Map<String, List<LogLine>> by(String field) {
        return evidence.lines().stream()
                .filter(line -> !line.field(field).isEmpty())
                .collect(Collectors.groupingBy(line -> line.field(field), LinkedHashMap::new, Collectors.toList()));
    }

    private Finding everyLineIsAnEvent() {
        var requirement = "every line is an event with named fields";
        var plain = evidence.lines().stream().filter(line -> !line.isEvent()).toList();
        return plain.isEmpty() && !evidence.lines().isEmpty()
                ? Finding.met(requirement, evidence.lines().size() + " lines")
                : Finding.missing(
                        requirement,
                        "%d of %d lines are plain text%s"
                                .formatted(
                                        plain.size(),
                                        evidence.lines().size(),
                                        example(plain.stream().map(LogLine::example))),
                        "how Spring Boot writes the console: logging.structured.format.console, in the one file that"
                                + " every service imports");
    }

    private Finding everyAnswerNamesItsRequest() {
        var requirement = "every answer names its request in the header Request-Id, each by another id";
        var named = evidence.answers().stream().filter(id -> !id.isEmpty()).toList();
        var distinct = new HashSet<>(named);
        return distinct.size() == evidence.answers().size()
                ? Finding.met(requirement, named.size() + " answers")
                : Finding.missing(
                        requirement,
                        "of %d answers %d have the header, with %d different ids"
                                .formatted(evidence.answers().size(), named.size(), distinct.size()),
                        "a servlet filter that makes one id for each request and sets the header before it goes on");
    }

    private Finding theEdgeMakesTheId() {
        var requirement = "no client chooses the id";
        var taken =
                byRequest.containsKey(evidence.chosen()) || evidence.answers().contains(evidence.chosen());
        return taken
                ? Finding.missing(
                        requirement,
                        "several requests came with Request-Id: %s, and the system took it for its own"
                                .formatted(evidence.chosen()),
                        "who may hand an id to whom: the gateway's callers are strangers, the others' are services")
                : Finding.met(requirement, "a client's own Request-Id was not taken");
    }

    /** Of every accepted order: the line in which order names it leads to its request's lines in all services. */
    private Finding oneIdInEveryServiceOfARequest() {
        var requirement = "one id leads to a request's lines in " + String.join(", ", called);
        var complete = 0;
        var example = "";
        var ids = new HashSet<String>();
        for (var order : evidence.orders()) {
            var id = requestOf(order);
            var services = services(byRequest.getOrDefault(id, List.of()));
            var absent = new TreeSet<>(called);
            absent.removeAll(services);
            if (!id.isEmpty() && absent.isEmpty() && ids.add(id)) {
                complete++;
            } else if (example.isEmpty()) {
                example = id.isEmpty()
                        ? "no line of order has both order_id=%s and a request_id".formatted(order)
                        : absent.isEmpty()
                                ? "request_id=%s is on the lines of several orders".formatted(id)
                                : "request_id=%s, of order %s, is on no line of %s"
                                        .formatted(id, order, String.join(", ", absent));
            }
        }
        return complete == evidence.orders().size() && complete > 0
                ? Finding.met(
                        requirement,
                        "%d of %d orders".formatted(complete, evidence.orders().size()))
                : Finding.missing(
                        requirement,
                        "%d of %d orders; for example %s"
                                .formatted(complete, evidence.orders().size(), example),
                        "where the id is lost: it must be on a line (MDC), on each call that a service"
                                + " makes, and on the"
                                + " calls that the gateway routes");
    }

    private String requestOf(String order) {
        return byOrder.getOrDefault(order, List.of()).stream()
                .filter(line -> line.service().equals("order"))
                .map(line -> line.field(REQUEST_ID))
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse("");
    }

    private Finding anOrderIsFoundByItsId() {
        var requirement = "order_id leads to an order's lines in " + String.join(", ", logging);
        var lost = evidence.orders().stream()
                .filter(order ->
                        !services(byOrder.getOrDefault(order, List.of())).containsAll(logging))
                .toList();
        return lost.isEmpty() && !evidence.orders().isEmpty()
                ? Finding.met(requirement, evidence.orders().size() + " orders")
                : Finding.missing(
                        requirement,
                        "%d of %d orders%s"
                                .formatted(
                                        lost.size(),
                                        evidence.orders().size(),
                                        example(lost.stream()
                                                .map(order -> "order %s has lines with that field in %s"
                                                        .formatted(
                                                                order,
                                                                services(byOrder.getOrDefault(order, List.of())))))),
                        "what knows the order: OrderPlacement, and for events the one class that all consumers share");
    }

    private Finding theLinesOfAFailureNameTheService() {
        var requirement = "the lines of a failed request say which service did not answer";
        var wrong = evidence.failed().stream()
                .filter(id -> !culprit(id).equals(Optional.of(evidence.culprit())))
                .toList();
        return wrong.isEmpty() && !evidence.failed().isEmpty()
                ? Finding.met(
                        requirement,
                        "%d requests, all of them %s"
                                .formatted(evidence.failed().size(), evidence.culprit()))
                : Finding.missing(
                        requirement,
                        "%d of %d failed requests%s"
                                .formatted(
                                        wrong.size(),
                                        evidence.failed().size(),
                                        example(wrong.stream()
                                                .map(id -> id.isEmpty()
                                                        ? "an answer without Request-Id"
                                                        : "request_id=%s has %d lines, which name %s"
                                                                .formatted(
                                                                        id,
                                                                        byRequest
                                                                                .getOrDefault(id, List.of())
                                                                                .size(),
                                                                        culprit(id)
                                                                                .orElse("no service"))))),
                        "the line 'timeout connecting to downstream service': it has the fields service and"
                                + " spent_ms, and"
                                + " must have the id of its request in the gateway and in order");
    }

    /**
     * Returns whom a request waited for, by its lines alone: from the gateway on, each service that it names as the one
     * that it waited for, as long as that one waited for another for most of the same time.
     */
    private Optional<String> culprit(String request) {
        Optional<String> found = Optional.empty();
        var waits = byRequest.getOrDefault(request, List.of()).stream()
                .filter(line -> !line.field("spent_ms").isEmpty())
                .toList();
        var at = "gateway";
        var spent = 0.0;
        for (var hops = 0; hops < called.size(); hops++) {
            var from = at;
            var least = spent * ALONG;
            var next = waits.stream()
                    .filter(line -> line.service().equals(from) && milliseconds(line) >= least)
                    .findFirst();
            if (next.isEmpty()) {
                return found;
            }
            at = next.get().field("service");
            spent = milliseconds(next.get());
            found = Optional.of(at);
        }
        return found;
    }

    private static double milliseconds(LogLine line) {
        try {
            return Double.parseDouble(line.field("spent_ms"));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private Finding noLineIsPersonal() {
        var requirement = "no line names a person or a card";
        var lines = evidence.lines().stream()
                .filter(line -> evidence.personal().stream().anyMatch(line.text()::contains))
                .toList();
        return lines.isEmpty()
                ? Finding.met(requirement, "no e-mail address, no card number")
                : Finding.missing(
                        requirement,
                        "%d lines%s"
                                .formatted(lines.size(), example(lines.stream().map(LogLine::example))),
                        "what you put into a field or a message: an id is enough to ask the right service"
                                + " for the rest");
    }

    private static Set<String> services(List<LogLine> lines) {
        return lines.stream().map(LogLine::service).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String example(Stream<String> texts) {
        return texts.findFirst().map(text -> "; for example " + text).orElse("");
    }
}
