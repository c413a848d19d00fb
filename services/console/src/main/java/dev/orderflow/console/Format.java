package dev.orderflow.console;

import java.util.Locale;

/** How a command prints its result: for a person, or for a program. */
public enum Format {
    TEXT,
    JSON;

    /** Returns the name as it is given on a command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
