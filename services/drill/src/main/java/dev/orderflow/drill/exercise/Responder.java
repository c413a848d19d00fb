package dev.orderflow.drill.exercise;

import java.time.Instant;
import java.util.Locale;

/** The responder of a drill: finds the cause and states it. Knows nothing but the briefing. */
interface Responder {

    /** The kinds of responders that {@code --responder} selects from. */
    enum Kind {
        PERSON,
        SCRIPTED,
        CONSTANT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What every responder knows at the start of a drill.
     *
     * @param boxOver the end of the box: whatever begins has begun by then
     * @param closes the end of the drill: later verdicts do not count
     */
    record Briefing(Instant boxOver, Instant closes) {}

    /** Responds, and returns after the last verdict. */
    void respond(Briefing briefing) throws InterruptedException;
}
