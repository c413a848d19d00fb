package dev.orderflow.stores;

import java.time.Instant;
import java.util.Map;

/**
 * An alert of Prometheus that is pending or firing.
 *
 * @param state {@code pending} or {@code firing}
 * @param expression the rule's PromQL
 * @param value of the expression when it was last evaluated
 */
public record Alert(
        String name,
        String state,
        Map<String, String> labels,
        Map<String, String> annotations,
        String expression,
        Instant activeAt,
        double value) {

    public boolean isPage() {
        return label("severity").equals("page");
    }

    public String label(String name) {
        return labels.getOrDefault(name, "");
    }

    public String annotation(String name) {
        return annotations.getOrDefault(name, "");
    }
}
