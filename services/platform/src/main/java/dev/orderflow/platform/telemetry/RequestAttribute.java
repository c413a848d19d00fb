package dev.orderflow.platform.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of a request's server span; of an event's consumer span where an event is handled.
 *
 * @param <T> the type of its value in Java
 */
public final class RequestAttribute<T> {

    /** The prefix of what only this system defines. */
    private static final String OURS = "orderflow.";

    private final Setter<T> setter;
    private final Definition definition;

    private interface Setter<T> {
        void set(Span span, T value);
    }

    /**
     * What the registry says of an attribute.
     *
     * @param type as Weaver names it; an enumeration is a string
     * @param members the values of an enumeration; empty where any value is possible
     * @param brief what its value means, with the unit
     * @param setBy the services that set it
     */
    record Definition(
            String name, String type, List<String> members, String brief, List<?> examples, List<String> setBy) {

        /** Reports whether this system defines it; the others are of the semantic conventions. */
        boolean isOurs() {
            return name.startsWith(OURS);
        }
    }

    private RequestAttribute(Definition definition, Setter<T> setter) {
        this.definition = definition;
        this.setter = setter;
    }

    static RequestAttribute<String> text(String name, String brief, List<String> examples, List<String> setBy) {
        return of(AttributeKey.stringKey(name), "string", List.of(), Function.identity(), brief, examples, setBy);
    }

    static RequestAttribute<Long> number(String name, String brief, List<Integer> examples, List<String> setBy) {
        return of(AttributeKey.longKey(name), "int", List.of(), Function.identity(), brief, examples, setBy);
    }

    static RequestAttribute<Boolean> flag(String name, String brief, List<String> setBy) {
        return of(
                AttributeKey.booleanKey(name),
                "boolean",
                List.of(),
                Function.identity(),
                brief,
                List.of(true, false),
                setBy);
    }

    static <E extends Enum<E>> RequestAttribute<E> oneOf(
            String name, Class<E> values, String brief, List<String> setBy) {
        var members = Arrays.stream(values.getEnumConstants())
                .map(RequestAttribute::text)
                .toList();
        return of(AttributeKey.stringKey(name), "string", members, RequestAttribute::text, brief, List.of(), setBy);
    }

    private static <T, V> RequestAttribute<T> of(
            AttributeKey<V> key,
            String type,
            List<String> members,
            Function<T, V> value,
            String brief,
            List<?> examples,
            List<String> setBy) {
        return new RequestAttribute<>(
                new Definition(key.getKey(), type, members, brief, examples, setBy),
                (span, given) -> span.setAttribute(key, value.apply(given)));
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Sets the attribute on the current span; no-op if the value is null or the span is not recorded. */
    public void set(@Nullable T value) {
        var span = Span.current();
        if (value != null && span.isRecording()) {
            setter.set(span, value);
        }
    }

    Definition definition() {
        return definition;
    }
}
