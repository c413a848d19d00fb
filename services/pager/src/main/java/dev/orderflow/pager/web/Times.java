package dev.orderflow.pager.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Formats times for people: in UTC, as the stores have them. */
@Component
public class Times {

    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("d MMM HH:mm:ss 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    public String text(@Nullable Instant at) {
        return at == null ? "" : TEXT.format(at);
    }
}
