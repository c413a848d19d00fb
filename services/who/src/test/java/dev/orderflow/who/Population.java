package dev.orderflow.who;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** Draws units with attributes of which some are correlated, as those of real shoppers. */
final class Population {

    private static final String[] COUNTRIES = {"DE", "FR", "ES", "IT", "NL", "SE", "PL", "GB", "GR", "JP"};
    private static final double[] COUNTRY_SHARES = {0.24, 0.16, 0.12, 0.12, 0.08, 0.06, 0.06, 0.06, 0.05, 0.05};
    private static final Map<String, String> LANGUAGES = Map.of(
            "DE", "de", "FR", "fr", "ES", "es", "IT", "it", "NL", "nl", "SE", "sv", "PL", "pl", "GB", "en", "GR", "el",
            "JP", "ja");
    private static final Map<String, String> CURRENCIES = Map.of("SE", "SEK", "PL", "PLN", "GB", "GBP", "JP", "JPY");
    private static final String[] CLIENTS = {"web", "ios", "android", "partner"};
    private static final double[] CLIENT_SHARES = {0.5, 0.25, 0.2, 0.05};
    private static final String[] SCHEMES = {"visa", "mastercard", "amex", "maestro"};
    private static final double[] SCHEME_SHARES = {0.5, 0.4, 0.05, 0.05};
    private static final TreeSet<Integer> AGES = new TreeSet<>(List.of(0, 1, 7, 30, 90, 180, 365, 730, 1825));
    private static final String[] SERVICES = {"gateway", "auth", "user", "order", "inventory"};

    private final Random random;

    Population(long seed) {
        random = new Random(seed);
    }

    /**
     * Draws units until there are as many of each selection as wanted, as a query of a trace store would.
     *
     * @param chance of a unit's failure, by its attributes
     */
    List<Unit> units(int cases, int controls, ToDoubleFunction<Map<String, String>> chance) {
        var units = new ArrayList<Unit>();
        var missing = new int[] {controls, cases};
        for (var i = 0; i < 1_000_000 && missing[0] + missing[1] > 0; i++) {
            var attributes = attributes();
            var isCase = random.nextDouble() < chance.applyAsDouble(attributes);
            if (missing[isCase ? 1 : 0] > 0) {
                missing[isCase ? 1 : 0]--;
                units.add(new Unit("shopper-" + i, isCase, random.nextInt(5), attributes, "trace-" + i));
            }
        }
        return units;
    }

    /** Draws units, of which so many fail as it happens. */
    List<Unit> units(int count, ToDoubleFunction<Map<String, String>> chance) {
        var units = new ArrayList<Unit>();
        for (var i = 0; i < count; i++) {
            var attributes = attributes();
            var isCase = random.nextDouble() < chance.applyAsDouble(attributes);
            units.add(new Unit("shopper-" + i, isCase, random.nextInt(5), attributes, "trace-" + i));
        }
        return units;
    }

    private Map<String, String> attributes() {
        var a = new LinkedHashMap<String, String>();
        var country = pick(COUNTRIES, COUNTRY_SHARES);
        a.put("orderflow.address.country", country);
        a.put("orderflow.language", random.nextDouble() < 0.9 ? LANGUAGES.get(country) : "en");
        a.put(
                "orderflow.account.currency",
                random.nextDouble() < 0.9 ? CURRENCIES.getOrDefault(country, "EUR") : "EUR");
        a.put(
                "orderflow.address.city.charset",
                switch (country) {
                    case "JP", "GR" -> random.nextDouble() < 0.8 ? "other" : "ascii";
                    case "PL" -> random.nextDouble() < 0.3 ? "other" : "ascii";
                    default -> random.nextDouble() < 0.15 ? "latin-1" : "ascii";
                });
        var client = pick(CLIENTS, CLIENT_SHARES);
        a.put("orderflow.client", client);
        a.put("orderflow.client.release", client + "-" + (1 + (int) Math.min(5, Math.abs(random.nextGaussian() * 2))));
        if (client.equals("web")) {
            a.put(
                    "user_agent.name",
                    random.nextDouble() < 0.7 ? "Chrome" : random.nextBoolean() ? "Firefox" : "Safari");
        }
        var scheme = pick(SCHEMES, SCHEME_SHARES);
        a.put("orderflow.card.scheme", scheme);
        a.put("orderflow.card.length", scheme.equals("amex") ? "15" : scheme.equals("maestro") ? "19" : "16");
        var lines = 1 + (int) Math.floor(-Math.log(random.nextDouble()) * 2);
        a.put("orderflow.order.lines", String.valueOf(lines));
        a.put("orderflow.order.pieces", String.valueOf(lines + random.nextInt(lines + 1)));
        a.put("orderflow.order.total", String.valueOf(lines * (500 + random.nextInt(4000))));
        a.put("orderflow.order.popular", String.valueOf(random.nextDouble() < 0.2 + 0.05 * lines));
        var days = 90 + (int) (-Math.log(random.nextDouble()) * 500);
        a.put("orderflow.account.age", String.valueOf(AGES.floor(days)));
        a.put("orderflow.account.tier", client.equals("partner") && random.nextDouble() < 0.1 ? "partner" : tier(days));
        a.put("orderflow.login.method", random.nextDouble() < 0.7 ? "refresh" : "password");
        for (var service : SERVICES) {
            var pod = random.nextInt(3);
            a.put(service + ".k8s.pod.name", service + "-" + pod);
            a.put(service + ".service.version", service.equals("order") && pod == 2 ? "0.1.1" : "0.1.0");
            a.put(service + ".k8s.node.name", "node-" + pod % 2);
            a.put("orderflow." + service + ".cached", String.valueOf(random.nextDouble() < 0.8));
        }
        for (var i = 0; i < 20; i++) {
            a.put("orderflow.other." + i, String.valueOf((int) (Math.pow(random.nextDouble(), 2) * (2 + i))));
        }
        return a;
    }

    /** As the seed has it: the older the account, the higher. */
    private String tier(int days) {
        var years = (days - 90) / 365;
        var gold = years < 1 ? 0.02 : years < 3 ? 0.1 : 0.3;
        var silver = years < 1 ? 0.15 : years < 3 ? 0.3 : 0.4;
        var left = random.nextDouble() - gold;
        return left < 0 ? "gold" : left < silver ? "silver" : "standard";
    }

    private String pick(String[] values, double[] shares) {
        var left = random.nextDouble();
        for (var i = 0; i < values.length; i++) {
            left -= shares[i];
            if (left < 0) {
                return values[i];
            }
        }
        return values[0];
    }
}
