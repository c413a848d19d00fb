package dev.orderflow.auth;

import dev.orderflow.contracts.Role;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads accounts from the database, by e-mail address or id. */
@Repository
class Accounts {

    private static final String SELECT = "select id, password_hash, role from account ";

    private final JdbcClient jdbc;

    Accounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Account> byEmail(String email) {
        return jdbc.sql(SELECT + "where email = lower(:email)")
                .param("email", email)
                .query(Account.class)
                .optional();
    }

    Optional<Account> byId(UUID id) {
        return jdbc.sql(SELECT + "where id = :id")
                .param("id", id)
                .query(Account.class)
                .optional();
    }

    record Account(UUID id, String passwordHash, Role role) {}
}
