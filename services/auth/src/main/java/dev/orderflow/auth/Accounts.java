package dev.orderflow.auth;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class Accounts {

    private final JdbcClient jdbc;

    Accounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Account> byEmail(String email) {
        return jdbc.sql("select id, password_hash from account where email = lower(:email)")
                .param("email", email)
                .query(Account.class)
                .optional();
    }

    record Account(UUID id, String passwordHash) {}
}
