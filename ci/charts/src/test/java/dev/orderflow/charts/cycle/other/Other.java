package dev.orderflow.charts.cycle.other;

import dev.orderflow.charts.cycle.one.One;

/** Uses a package that uses this one: a fault for {@code ArchitectureTest} to find. */
public final class Other {

    public One one() {
        return new One();
    }
}
