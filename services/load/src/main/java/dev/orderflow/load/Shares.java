package dev.orderflow.load;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A set of values with unequal shares. */
final class Shares<T> {

    private record Share<T>(int weight, T value) {}

    private final List<Share<T>> shares = new ArrayList<>();
    private int sum;

    /** @param weight above 0; only its proportion to the others counts */
    Shares<T> add(int weight, T value) {
        shares.add(new Share<>(weight, value));
        sum += weight;
        return this;
    }

    /** Selects a value at random. */
    T any(RandomGenerator random) {
        var left = random.nextInt(sum);
        for (var share : shares) {
            left -= share.weight();
            if (left < 0) {
                return share.value();
            }
        }
        throw new IllegalStateException("shares of nothing");
    }
}
