package dev.orderflow.user;

import dev.orderflow.contracts.Address;
import dev.orderflow.contracts.Profile;
import dev.orderflow.contracts.Tier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads shoppers' profiles and addresses from the database. */
@Repository
class Profiles {

    private static final RowMapper<Address> ADDRESS = new SimplePropertyRowMapper<>(Address.class);

    private final JdbcClient jdbc;

    Profiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Profile> byId(UUID id) {
        // Not while the first statement has its connection: concurrent readers would hold all of the pool's, and each
        // would wait for one more.
        return jdbc.sql("select email, name, tier, currency, created_at from profile where id = :id")
                .param("id", id)
                .query((row, _) -> profile(id, row))
                .optional()
                .map(profile -> new Profile(
                        id,
                        profile.email(),
                        profile.name(),
                        profile.tier(),
                        profile.currency(),
                        profile.createdAt(),
                        addresses(id)));
    }

    private static Profile profile(UUID id, ResultSet row) throws SQLException {
        var account = account(row);
        return new Profile(
                id,
                row.getString("email"),
                row.getString("name"),
                account.tier(),
                account.currency(),
                account.createdAt(),
                List.of());
    }

    private static Account account(ResultSet row) throws SQLException {
        var createdAt = row.getTimestamp("created_at");
        return new Account(
                Tier.valueOf(row.getString("tier")),
                row.getString("currency"),
                createdAt == null ? null : createdAt.toInstant());
    }

    private List<Address> addresses(UUID userId) {
        return jdbc.sql("select id, street, city, country from address where user_id = :userId order by id")
                .param("userId", userId)
                .query(ADDRESS)
                .list();
    }

    /** An address of an account. */
    record AccountAddress(Address address, Account account) {}

    /** Returns an address, only if it is this shopper's. */
    Optional<AccountAddress> address(UUID userId, UUID addressId) {
        return jdbc.sql("""
                        select address.id, street, city, country, tier, currency, created_at
                        from address join profile on profile.id = user_id
                        where address.id = :id and user_id = :userId
                        """)
                .param("id", addressId)
                .param("userId", userId)
                .query((row, number) -> new AccountAddress(ADDRESS.mapRow(row, number), account(row)))
                .optional();
    }
}
