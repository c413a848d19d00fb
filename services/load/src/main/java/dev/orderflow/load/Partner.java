package dev.orderflow.load;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The partners: a few accounts with much traffic, each of a program of its own, which is built on the shop's library
 * for partners. They are the first shoppers of the pool, in this order; services/migrate seeds their accounts. A test
 * compares the two.
 */
enum Partner {
    ACME(10, "Acme-Stockroom/3.2 OrderFlow-Partner/2.1"),
    GLOBEX(6, "Globex-Buyer/1.9 OrderFlow-Partner/2.1"),
    INITECH(4, "Initech-Orders/7.0 OrderFlow-Partner/1.4");

    private final int share;
    private final String userAgent;

    /** @param share of 100 arrivals */
    Partner(int share, String userAgent) {
        this.share = share;
        this.userAgent = userAgent;
    }

    int share() {
        return share;
    }

    String userAgent() {
        return userAgent;
    }

    /** Returns the partner that a shopper of the pool is; empty for the others. */
    static Optional<Partner> of(int shopper) {
        return shopper < values().length ? Optional.of(values()[shopper]) : Optional.empty();
    }

    /** Selects the shopper of an arrival: a partner's index, or for most arrivals another one, which is given. */
    static int orOther(int other, int shoppers, RandomGenerator random) {
        var left = random.nextInt(100);
        for (var partner : values()) {
            left -= partner.share;
            if (left < 0) {
                return partner.ordinal() < shoppers ? partner.ordinal() : other;
            }
        }
        return other;
    }
}
