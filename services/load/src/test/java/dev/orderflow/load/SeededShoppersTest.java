package dev.orderflow.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.migrate.Schemas;
import dev.orderflow.migrate.Seed;
import dev.orderflow.migrate.SeedSize;
import dev.orderflow.testkit.Postgresql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests that the load's addresses, countries and partners are those that the seed writes. */
class SeededShoppersTest {

    private static final int SHOPPERS = 300;
    private static final int PRODUCTS = 40;

    @Test
    void theyAreTheSeeds() throws Exception {
        try (var postgres = Postgresql.start()) {
            var database = postgres.getPostgresDatabase();
            Schemas.migrate(database);
            new Seed(database, new SeedSize(SHOPPERS, PRODUCTS, 0)).run("a password");
            var emails = new ArrayList<String>();
            var skus = new ArrayList<String>();
            try (var connection = database.getConnection();
                    var statement = connection.createStatement()) {
                try (var rows =
                        statement.executeQuery("select email from auth.account where role = 'SHOPPER' and email not in "
                                + "('alice@example.com', 'bob@example.com')")) {
                    while (rows.next()) {
                        emails.add(rows.getString(1));
                    }
                }
                try (var rows = statement.executeQuery("select sku from inventory.product order by sku")) {
                    while (rows.next()) {
                        skus.add(rows.getString(1));
                    }
                }
            }
            var countries = new HashMap<String, String>();
            var partners = new ArrayList<String>();
            try (var connection = database.getConnection();
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("select p.email, p.tier, a.country from users.profile p"
                            + " join users.address a on a.user_id = p.id")) {
                while (rows.next()) {
                    countries.put(rows.getString("email"), rows.getString("country"));
                    if (rows.getString("tier").equals("PARTNER")) {
                        partners.add(rows.getString("email"));
                    }
                }
            }
            var shoppers = SeededShoppers.emails(SHOPPERS - 2);
            assertThat(IntStream.range(0, shoppers.size())
                            .mapToObj(i -> SeededShoppers.country(i).name()))
                    .isEqualTo(shoppers.stream().map(countries::get).toList());
            assertThat(partners)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, shoppers.size())
                            .filter(i -> Partner.of(i).isPresent())
                            .mapToObj(shoppers::get)
                            .toList());
            assertThat(shoppers).containsExactlyInAnyOrderElementsOf(emails);
            assertThat(SeededShoppers.emails(5))
                    .isEqualTo(SeededShoppers.emails(100).subList(0, 5));
            assertThat(skus.getFirst()).isEqualTo(Arrivals.sku(1));
            assertThat(skus.getLast()).isEqualTo(Arrivals.sku(PRODUCTS));
        }
    }
}
