package dev.orderflow.charts.cycle.one;

import dev.orderflow.charts.cycle.other.Other;

/** Uses a package that uses this one: a fault for {@code ArchitectureTest} to find. */
public final class One {

    public Other other() {
        return new Other();
    }
}
