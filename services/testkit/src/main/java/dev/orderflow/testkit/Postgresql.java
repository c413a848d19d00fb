package dev.orderflow.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

/** PostgreSQL on 127.0.0.1, whose data go with its end. */
public final class Postgresql {

    private Postgresql() {}

    /** @throws IOException where PostgreSQL does not come up in {@link Child#START} */
    public static EmbeddedPostgres start() throws IOException {
        return start(EmbeddedPostgres.builder());
    }

    /**
     * Starts PostgreSQL with settings of one's own, and with the patience of all other programs here: the library's ten
     * seconds are too short for a machine that is busy or has just been started. It listens by TCP alone: a server that
     * was killed leaves its socket's lock file in the folder for temporary files, and whoever gets its port next, and
     * is another user, cannot start.
     */
    public static EmbeddedPostgres start(EmbeddedPostgres.Builder settings) throws IOException {
        return settings.setServerConfig("unix_socket_directories", "")
                .setPGStartupWait(Child.START)
                .start();
    }
}
