package dev.orderflow.drill.exercise;

import java.time.Instant;
import java.util.Locale;

/** Whoever answers. It knows what everybody knows, and no more. */
interface Responder {

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
     * What is told to everybody.
     *
     * @param boxOver if anything is to begin, it has by then
     * @param closes what is stated later does not count
     */
    record Briefing(Instant boxOver, Instant closes) {}

    /** Returns when it has said all that it has to say. */
    void respond(Briefing briefing) throws InterruptedException;
}
