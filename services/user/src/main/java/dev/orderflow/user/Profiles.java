package dev.orderflow.user;

import dev.orderflow.contracts.Address;
import dev.orderflow.contracts.Profile;
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
        return jdbc.sql("select email, name from profile where id = :id")
                .param("id", id)
                .query((row, _) -> new Profile(id, row.getString("email"), row.getString("name"), List.of()))
                .optional()
                .map(profile -> new Profile(id, profile.email(), profile.name(), addresses(id)));
    }

    private List<Address> addresses(UUID userId) {
        return jdbc.sql("select id, street, city, country from address where user_id = :userId order by id")
                .param("userId", userId)
                .query(ADDRESS)
                .list();
    }

    /** An address, only if it is this shopper's. */
    Optional<Address> address(UUID userId, UUID addressId) {
        return jdbc.sql("select id, street, city, country from address where id = :id and user_id = :userId")
                .param("id", addressId)
                .param("userId", userId)
                .query(ADDRESS)
                .optional();
    }
}
