package dev.orderflow.walk.check;

import dev.orderflow.stores.StoreException;
import dev.orderflow.walk.cause.Cause;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A question to a store, whose answer confirms causes or excludes them. */
public interface Check {

    /** Returns a word or two for what is asked. */
    String name();

    /** Returns the query, in the store's language. */
    String query();

    /** Returns the URL of the same query, for a person; null for none. */
    @Nullable
    URI address();

    /**
     * Asks the store.
     *
     * @throws StoreException if it does not answer
     */
    Answer ask();

    /**
     * The answer to a check.
     *
     * @param words the answer in one line
     * @param confirmed the causes that it shows, the likeliest first
     * @param excluded the causes that it rules out
     */
    record Answer(String words, List<Cause> confirmed, List<Cause> excluded) {

        static Answer confirms(String words, List<Cause> confirmed) {
            return new Answer(words, confirmed, List.of());
        }

        /** Returns an answer that neither confirms nor excludes anything. */
        static Answer leavesOpen(String words) {
            return new Answer(words, List.of(), List.of());
        }

        static Answer excludes(String words, List<Cause> excluded) {
            return new Answer(words, List.of(), excluded);
        }
    }
}
