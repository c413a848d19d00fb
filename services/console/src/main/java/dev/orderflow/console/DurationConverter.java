package dev.orderflow.console;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a number with its unit: seconds, minutes or hours. */
public final class DurationConverter implements ITypeConverter<Duration> {

    private static final Duration LONGEST = Duration.ofHours(2);

    @Override
    public Duration convert(String text) {
        if (!text.matches("[1-9][0-9]{0,3}[smh]") || Duration.parse("PT" + text).compareTo(LONGEST) > 0) {
            throw new TypeConversionException("'" + text + "' is no duration up to two hours, as 90s, 10m or 1h");
        }
        return Duration.parse("PT" + text);
    }
}
