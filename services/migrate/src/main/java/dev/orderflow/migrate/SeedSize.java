package dev.orderflow.migrate;

import java.util.Map;

/**
 * The number of seeded shoppers, products and orders, from ORDERFLOW_SEED_SHOPPERS, _PRODUCTS and _ORDERS.
 *
 * @param shoppers accounts with a profile and an address; two at least
 * @param products stock keeping units; 20 at least, 9,999 at most
 * @param orders past orders, each at its end
 */
public record SeedSize(int shoppers, int products, int orders) {

    public static final SeedSize DEFAULT = new SeedSize(10_000, 5_000, 200_000);

    public SeedSize {
        if (shoppers < 2 || products < 20 || products > 9_999 || orders < 0) {
            throw new IllegalArgumentException(
                    "a seed has 2 shoppers, 20 to 9,999 products and 0 orders at least: %d, %d, %d"
                            .formatted(shoppers, products, orders));
        }
    }

    /** @throws IllegalArgumentException where a value is no number or out of its limits */
    static SeedSize of(Map<String, String> environment) {
        return new SeedSize(
                number(environment, "ORDERFLOW_SEED_SHOPPERS", DEFAULT.shoppers()),
                number(environment, "ORDERFLOW_SEED_PRODUCTS", DEFAULT.products()),
                number(environment, "ORDERFLOW_SEED_ORDERS", DEFAULT.orders()));
    }

    private static int number(Map<String, String> environment, String name, int otherwise) {
        var text = environment.get(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is no number: " + text);
        }
    }
}
