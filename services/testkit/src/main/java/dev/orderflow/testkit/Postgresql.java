package dev.orderflow.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

/** Starts PostgreSQL on 127.0.0.1. Its data is deleted when it ends. */
public final class Postgresql {

    private Postgresql() {}

    /**
     * Starts PostgreSQL.
     *
     * @throws IOException if PostgreSQL does not start within {@link Child#START}
     */
    public static EmbeddedPostgres start() throws IOException {
        return start(EmbeddedPostgres.builder());
    }

    /**
     * Starts PostgreSQL with further settings, and with the timeout of all programs of this package: the library's ten
     * seconds are too short for a busy machine. The server listens by TCP only: a killed server leaves the lock file of
     * its Unix socket behind, and another user's server could not start on the same port.
     */
    public static EmbeddedPostgres start(EmbeddedPostgres.Builder settings) throws IOException {
        return settings.setPort(Ports.free())
                .setServerConfig("unix_socket_directories", "")
                .setPGStartupWait(Child.START)
                .start();
    }
}
