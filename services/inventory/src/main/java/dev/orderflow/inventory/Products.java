package dev.orderflow.inventory;

import dev.orderflow.contracts.Product;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class Products {

    private static final String SELECT = """
            select product.sku, name, price_minor, currency, available
            from product join stock on stock.sku = product.sku
            """;

    private final JdbcClient jdbc;

    Products(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Product> page(String after, int size) {
        return jdbc.sql(SELECT + "where product.sku > :after order by product.sku limit :size")
                .param("after", after)
                .param("size", size)
                .query(Product.class)
                .list();
    }

    Optional<Product> bySku(String sku) {
        return jdbc.sql(SELECT + "where product.sku = :sku")
                .param("sku", sku)
                .query(Product.class)
                .optional();
    }
}
