package dev.orderflow.console;

import java.util.Locale;

/** The format of a command's result: text for a person, JSON for a program. */
public enum Format {
    TEXT,
    JSON;

    /** Returns the name as it is given on a command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
