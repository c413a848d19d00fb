package dev.orderflow.pager.evidence;

import dev.orderflow.pager.page.StepBegan;
import dev.orderflow.platform.json.TolerantJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores the evidence of pages, and which pages still wait for theirs. A page that is reopened has evidence of each
 * time, of the last ten.
 */
@Repository
public class EvidenceStore {

    /** An alert that ends and fires every few minutes for days would fill the memory of whoever looks at its page. */
    private static final int KEPT = 10;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    EvidenceStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = TolerantJson.of(json);
    }

    /** With the page: what kills the pager before the walk is over loses only that attempt. */
    @EventListener
    void want(StepBegan step) {
        if (step.step() == 0) {
            jdbc.sql("insert into evidence (page, requested_at) values (:page, :now)")
                    .param("page", step.page())
                    .param("now", step.at().toEpochMilli())
                    .update();
        }
    }

    Optional<Wanted> next() {
        return jdbc.sql("select id, page, attempts from evidence where done_at is null order by attempts, id limit 1")
                .query(Wanted.class)
                .optional();
    }

    /** Before the walk: where it ends the pager, that is known after the restart. */
    void attempt(Wanted wanted) {
        jdbc.sql("update evidence set attempts = attempts + 1 where id = :id")
                .param("id", wanted.id())
                .update();
    }

    void done(Wanted wanted, Chain chain, Instant now) {
        jdbc.sql("update evidence set chain = :chain, done_at = :now where id = :id")
                .param("chain", json.writeValueAsString(chain))
                .param("now", now.toEpochMilli())
                .param("id", wanted.id())
                .update();
        jdbc.sql("""
                        delete from evidence where page = :page and done_at is not null and id not in
                        (select id from evidence where page = :page and done_at is not null order by id desc limit :kept)
                        """).param("page", wanted.page()).param("kept", KEPT).update();
    }

    /** The newest first; what is under way is not among them. */
    public List<Chain> of(long page) {
        return jdbc.sql("select chain from evidence where page = :page and done_at is not null order by id desc")
                .param("page", page)
                .query((row, _) -> json.readValue(row.getString("chain"), Chain.class))
                .list();
    }

    /** Returns the newest; empty where none is done. */
    public Optional<Chain> newestOf(long page) {
        return jdbc.sql("select chain from evidence where page = :page and done_at is not null "
                        + "order by id desc limit 1")
                .param("page", page)
                .query((row, _) -> json.readValue(row.getString("chain"), Chain.class))
                .optional();
    }

    /** Whether a walk is under way, or will be. */
    public boolean isWanted(long page) {
        return jdbc.sql("select count(*) from evidence where page = :page and done_at is null")
                        .param("page", page)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** @param attempts that began and did not end: the pager ended first */
    record Wanted(long id, long page, int attempts) {}
}
