package dev.orderflow.walk.explain;

import dev.orderflow.stores.LogStore;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An exception of a mistake in our own code: an index that is out of bounds, a null, a state that cannot be. No input,
 * store or network is an excuse for one.
 *
 * @param type its class
 * @param frame the innermost frame of our own code
 */
public record Mistake(String type, String frame) {

    private static final Pattern TYPE = Pattern.compile("java\\.(lang|util)\\."
            + "(Arithmetic|ArrayStore|ClassCast|ConcurrentModification|IllegalArgument|IllegalState|IndexOutOfBounds"
            + "|ArrayIndexOutOfBounds|StringIndexOutOfBounds|NegativeArraySize|NoSuchElement|NullPointer|NumberFormat"
            + "|UnsupportedOperation)Exception");

    /** Finds the mistake that a service logged; empty if the line has no such exception, or none from our own code. */
    public static Optional<Mistake> in(LogStore.Line line) {
        var type = line.attribute("exception.type");
        return TYPE.matcher(type).matches()
                ? StackTrace.ownFrame(line.attribute("exception.stacktrace")).map(frame -> new Mistake(type, frame))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return type + " at " + frame;
    }
}
