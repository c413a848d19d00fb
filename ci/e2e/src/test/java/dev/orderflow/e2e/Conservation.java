package dev.orderflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.audit.Audit;
import dev.orderflow.local.LocalSystem;
import java.sql.SQLException;
import java.time.Duration;

/** Runs the conservation audit on the local system's database. */
final class Conservation {

    private Conservation() {}

    /** Waits until nothing is under way, then reads every invariant. */
    static void holds(LocalSystem system) throws SQLException {
        var audit = new Audit(system.postgres().getPostgresDatabase());
        await("nothing under way")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(audit::isQuiet);
        assertThat(audit.run().invariants())
                .filteredOn(finding -> finding.violations() > 0)
                .isEmpty();
    }
}
