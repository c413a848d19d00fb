package dev.orderflow.pager.board;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** A range of time that ends now, in steps that make {@value #POINTS} points at most. */
enum Range {
    QUARTER("15m", "last 15 minutes", Duration.ofMinutes(15)),
    HOUR("1h", "last hour", Duration.ofHours(1)),
    SIX_HOURS("6h", "last 6 hours", Duration.ofHours(6));

    static final int POINTS = 240;

    /** Series have a sample this often. */
    private static final Duration SCRAPED = Duration.ofSeconds(15);

    private final String id;
    private final String label;
    private final Duration length;

    Range(String id, String label, Duration length) {
        this.id = id;
        this.label = label;
        this.length = length;
    }

    static Optional<Range> of(String id) {
        return Arrays.stream(values()).filter(range -> range.id.equals(id)).findFirst();
    }

    public String id() {
        return id;
    }

    public String label() {
        return label;
    }

    public long seconds() {
        return length.toSeconds();
    }

    Duration length() {
        return length;
    }

    Duration step() {
        var step = length.dividedBy(POINTS);
        return step.compareTo(SCRAPED) > 0 ? step : SCRAPED;
    }
}
