package dev.orderflow.inventory;

import dev.orderflow.contracts.Product;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Reads products and their available stock from the database. */
@Repository
class Products {

    private static final String SELECT = """
            select product.sku, name, price_minor, currency, available
            from product join stock on stock.sku = product.sku
            """;

    private static final RowMapper<Product> PRODUCT = new SimplePropertyRowMapper<>(Product.class);

    private final JdbcClient jdbc;

    Products(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Product> page(String after, int size) {
        return jdbc.sql(SELECT + "where product.sku > :after order by product.sku limit :size")
                .param("after", after)
                .param("size", size)
                .query(PRODUCT)
                .list();
    }

    Optional<Product> bySku(String sku) {
        return jdbc.sql(SELECT + "where product.sku = :sku")
                .param("sku", sku)
                .query(PRODUCT)
                .optional();
    }

    /**
     * So many pieces came in.
     *
     * @throws ApiException NOT_FOUND, or STOCK_LIMIT where there would be more than can be counted (2,147,483,647)
     */
    @Transactional
    public Product restock(String sku, int quantity) {
        var changed =
                jdbc.sql("""
                        update stock set available = available + :quantity, stocked = stocked + :quantity
                        where sku = :sku and stocked <= 2147483647 - :quantity
                        """).param("quantity", quantity).param("sku", sku).update();
        var product = bySku(sku).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "No product " + sku + "."));
        if (changed == 0) {
            throw new ApiException(ErrorCode.STOCK_LIMIT, "So many more of " + sku + " cannot be counted.");
        }
        return product;
    }
}
