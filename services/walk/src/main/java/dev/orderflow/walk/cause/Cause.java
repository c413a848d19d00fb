package dev.orderflow.walk.cause;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A root cause: a component and a mechanism, each a word of a closed list. The lists are the same for every incident,
 * so that they give nothing away. {@code k8s/incidents/schema.json} and the pager's {@code openapi.yaml} repeat them;
 * tests compare the copies.
 */
public record Cause(Component component, Mechanism mechanism) {

    /** The verdict that nothing is wrong. */
    public static final Cause NO_INCIDENT = new Cause(Component.NONE, Mechanism.NONE);

    /** The part of the system that has the fault, which may not be the part that shows the symptom. */
    public enum Component {
        GATEWAY,
        AUTH,
        USER,
        ORDER,
        INVENTORY,
        PAYMENT,
        NOTIFICATION,
        POSTGRESQL,
        KAFKA,
        VALKEY,
        COLLECTOR,
        NODE,
        NETWORK,
        LOAD,
        NONE;

        public String id() {
            return text(this);
        }

        /** Reports whether the component is one of our services. */
        public boolean isService() {
            return compareTo(NOTIFICATION) <= 0;
        }

        /** Reports whether the component is a store of our services. */
        public boolean isStore() {
            return this == POSTGRESQL || this == KAFKA || this == VALKEY;
        }
    }

    /** The way in which the component fails. */
    public enum Mechanism {
        CONNECTIONS_EXHAUSTED,
        LOCK_CONTENTION,
        SLOW_STATEMENT,
        PROCESSOR_STARVED,
        MEMORY_EXHAUSTED,
        DISK_FULL,
        UNREACHABLE,
        CONSUMER_STALLED,
        POISON_MESSAGE,
        BAD_CONFIGURATION,
        OVERLOAD,
        NAME_RESOLUTION,
        CPU_THROTTLED,
        SCALED_TO_ZERO,
        CONNECTIONS_LEAKED,
        FAULTY_CODE,
        INCOMPATIBLE_VERSION,
        EXPIRED_CREDENTIAL,
        NO_CAPACITY,
        FOREIGN_CONSUMER,
        DATA_LOST,
        NONE;

        public String id() {
            return text(this);
        }
    }

    /** @throws IllegalArgumentException if exactly one of component and mechanism is none */
    public Cause {
        if ((component == Component.NONE) != (mechanism == Mechanism.NONE)) {
            throw new IllegalArgumentException("component none and mechanism none go together: no incident");
        }
    }

    /**
     * Parses the ids of a component and a mechanism.
     *
     * @throws IllegalArgumentException for a word that is not in its list; the message holds the list
     */
    public static Cause of(String component, String mechanism) {
        return new Cause(
                find("component", component, Component.values(), Component::id),
                find("mechanism", mechanism, Mechanism.values(), Mechanism::id));
    }

    private static <T> T find(String name, String word, T[] list, Function<T, String> id) {
        return Arrays.stream(list)
                .filter(one -> id.apply(one).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s must be one of: %s"
                        .formatted(name, Arrays.stream(list).map(id).collect(Collectors.joining(", ")))));
    }

    private static String text(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return equals(NO_INCIDENT) ? "no incident" : component.id() + ", " + mechanism.id();
    }
}
