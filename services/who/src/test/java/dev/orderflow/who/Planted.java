package dev.orderflow.who;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Planted causes of failures, and the answers that are right. */
enum Planted {
    CHARSET(has("orderflow.address.city.charset", "other"), "orderflow.address.city.charset = other"),
    CARD_LENGTH(has("orderflow.card.length", "15"), "orderflow.card.length = 15", "orderflow.card.scheme = amex"),
    ONE_LINE(has("orderflow.order.lines", "1"), "orderflow.order.lines = 1", "orderflow.order.lines ≤ 1"),
    RELEASE(has("orderflow.client.release", "ios-2"), "orderflow.client.release = ios-2"),
    VERSION(has("order.service.version", "0.1.1"), "order.service.version = 0.1.1"),
    OLD_ACCOUNT(a -> Integer.parseInt(a.get("orderflow.account.age")) >= 730, "orderflow.account.age ≥ 730"),
    GOLD(has("orderflow.account.tier", "gold"), "orderflow.account.tier = gold"),
    PAIR(
            has("orderflow.client", "ios").and(has("orderflow.address.country", "FR")),
            "orderflow.address.country = FR and orderflow.client = ios",
            "orderflow.client = ios and orderflow.language = fr");

    private final Predicate<Map<String, String>> hits;
    private final Set<String> answers;

    Planted(Predicate<Map<String, String>> hits, String... answers) {
        this.hits = hits;
        this.answers = Set.of(answers);
    }

    boolean accepts(List<Condition> conditions) {
        return answers.contains(text(conditions));
    }

    boolean hits(Map<String, String> attributes) {
        return hits.test(attributes);
    }

    private static Predicate<Map<String, String>> has(String attribute, String value) {
        return attributes -> value.equals(attributes.get(attribute));
    }

    static String text(List<Condition> conditions) {
        return String.join(
                " and ", conditions.stream().map(Condition::toString).sorted().toList());
    }
}
