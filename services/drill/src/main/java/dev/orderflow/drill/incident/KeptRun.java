package dev.orderflow.drill.incident;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one run of a proof that are kept beside the incident's file, in {@code proofs/<id>.json}: a line each,
 * from which the docs have their table.
 *
 * @param run its name in the incident's file
 * @param at when the change was made
 * @param pages time from the first failed request to each page in seconds, by alert
 * @param walks how many walks were made
 * @param right how many of them named the cause first
 * @param median of the walks in milliseconds; 0 without a walk
 * @param mended time from the mitigation to the end of the last page in seconds
 * @param who the answer to which shoppers it hits; null where that was not asked
 * @param wrong a sentence for each expectation that was not met, the audit's too
 */
record KeptRun(
        String run,
        String at,
        Map<String, Long> pages,
        int walks,
        int right,
        long median,
        long mended,
        @Nullable String who,
        List<String> wrong) {

    /** Reports whether the run paged and met each expectation, and each walk named the cause. */
    boolean isWorthARecording() {
        return wrong.isEmpty() && !pages.isEmpty() && walks > 0 && right == walks;
    }

    /** Returns the file of the runs that are kept of an incident. */
    static KeptFile<KeptRun> file(String incident) {
        return new KeptFile<>(IncidentFile.PROOFS.resolve(incident + ".json"), KeptRun.class, KeptRun::at);
    }
}
