package dev.orderflow.drill.incident;

import java.util.Locale;

/** The values of an option that one says yes or no to. */
public enum YesNo {
    YES,
    NO;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
