package dev.orderflow.drill.exercise;

import dev.orderflow.drill.incident.IncidentFile;
import dev.orderflow.drill.incident.KeptFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a drill that are kept beside the incidents' files. Times count in seconds from when the incident or
 * decoy began.
 *
 * @param at when it began
 * @param selected the incident or the decoy, in a sentence
 * @param truth its cause
 * @param stated the stated cause; empty if none was stated
 * @param paged time to the page; null if nobody was paged
 * @param statedAfter time to the statement; null if there was none
 * @param recoveredBy the responder, the drill, or nobody
 * @param score points of 100
 * @param leaks how many texts gave the selection away, or could not be searched for it
 * @param notes failures of the drill itself, and harmful actions of the responder
 */
record KeptDrill(
        String responder,
        String at,
        String selected,
        String truth,
        String stated,
        @Nullable Long paged,
        @Nullable Long statedAfter,
        String recoveredBy,
        int score,
        int leaks,
        List<String> notes) {

    static KeptFile<KeptDrill> file() {
        return new KeptFile<>(IncidentFile.FOLDER.resolve("drills.json"), KeptDrill.class, KeptDrill::at);
    }
}
