package dev.orderflow.contracts;

/**
 * A product that can be ordered.
 *
 * @param priceMinor in the currency's minor unit (cents)
 * @param available pieces neither reserved nor sold
 */
public record Product(String sku, String name, long priceMinor, String currency, int available) {}
