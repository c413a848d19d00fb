package dev.orderflow.load;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The mix of purposes that shoppers arrive with.
 *
 * @param weights the weight of each action, 0 or more; only their proportion counts
 */
public record Mix(Map<Action, Integer> weights) {

    static final String DEFAULT_SHARES = "browse=50,order=30,look-up=15,cancel=5";

    static final Mix DEFAULT = parse(DEFAULT_SHARES);

    public Mix {
        weights = new EnumMap<>(weights);
        if (weights.values().stream().anyMatch(weight -> weight < 0 || weight > 1_000_000)
                || weights.values().stream().allMatch(weight -> weight == 0)) {
            throw new IllegalArgumentException("a mix has weights from 0 to 1,000,000, not all of them 0");
        }
    }

    /**
     * Parses a mix.
     *
     * @param text as {@code browse=50,order=30,look-up=15,cancel=5}; an action that is not named has the weight 0
     * @throws IllegalArgumentException for any other text
     */
    static Mix parse(String text) {
        var weights = new EnumMap<Action, Integer>(Action.class);
        for (var part : text.split(",")) {
            var pair = part.strip().split("=", -1);
            var action = Arrays.stream(Action.values())
                    .filter(known -> known.toString().equals(pair[0]))
                    .findFirst();
            if (pair.length != 2
                    || action.isEmpty()
                    || !pair[1].matches("[0-9]{1,7}")
                    || weights.put(action.get(), Integer.parseInt(pair[1])) != null) {
                throw new IllegalArgumentException("a mix is like " + DEFAULT_SHARES + ", not \"" + part + "\"");
            }
        }
        return new Mix(weights);
    }

    /**
     * Selects an action.
     *
     * @param at a random number from 0 up to 1
     */
    Action at(double at) {
        var sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        var left = at * sum;
        Action last = null;
        for (var entry : weights.entrySet()) {
            if (entry.getValue() > 0) {
                last = entry.getKey();
                left -= entry.getValue();
                if (left < 0) {
                    break;
                }
            }
        }
        if (last == null) {
            throw new IllegalStateException("a mix of nothing");
        }
        return last;
    }

    @Override
    public String toString() {
        return weights.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
