package dev.orderflow.load;

import java.util.SplittableRandom;

/**
 * The program by which a shopper uses the shop.
 *
 * @param userAgent its name and release, sent as {@code User-Agent}
 * @param language sent as {@code Accept-Language}
 */
record Client(String userAgent, String language) {

    /** The load generator itself, for requests that no shopper makes. */
    static final Client LOAD = new Client("OrderFlow-Load", "en");

    /** Far from the seeds of cards and countries: near ones would give neighbours the same values. */
    private static final long RANDOM = 20261102L << 32;

    private static final String ENGLISH = "en-US,en;q=0.9";
    private static final int ENGLISH_PERCENT = 10;

    private static final String WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
    private static final String MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
    private static final String LINUX = "Mozilla/5.0 (X11; Linux x86_64)";
    private static final String CHROME = " AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%s.0.0.0 Safari/537.36";
    private static final String SAFARI = " AppleWebKit/605.1.15 (KHTML, like Gecko) Version/%s Safari/605.1.15";
    private static final String FIREFOX = "Mozilla/5.0 (%s; rv:%s.0) Gecko/20100101 Firefox/%2$s.0";

    private static final Shares<String> WEB = new Shares<String>()
            .add(30, WINDOWS + CHROME.formatted(142))
            .add(12, WINDOWS + CHROME.formatted(141))
            .add(3, WINDOWS + CHROME.formatted(126))
            .add(12, MAC + CHROME.formatted(142))
            .add(3, LINUX + CHROME.formatted(142))
            .add(9, WINDOWS + CHROME.formatted(142) + " Edg/142.0.0.0")
            .add(3, WINDOWS + CHROME.formatted(141) + " Edg/141.0.0.0")
            .add(10, MAC + SAFARI.formatted("26.1"))
            .add(6, MAC + SAFARI.formatted("18.6"))
            .add(8, FIREFOX.formatted("Windows NT 10.0; Win64; x64", 145))
            .add(2, FIREFOX.formatted("Windows NT 10.0; Win64; x64", 140))
            .add(2, FIREFOX.formatted("X11; Linux x86_64", 145));

    private static final Shares<String> IOS = new Shares<String>()
            .add(60, "OrderFlow-iOS/5.12.1")
            .add(24, "OrderFlow-iOS/5.12.0")
            .add(11, "OrderFlow-iOS/5.11.3")
            .add(5, "OrderFlow-iOS/5.8.0");

    private static final Shares<String> ANDROID = new Shares<String>()
            .add(45, "OrderFlow-Android/5.12.2")
            .add(25, "OrderFlow-Android/5.12.0")
            .add(18, "OrderFlow-Android/5.11.4")
            .add(8, "OrderFlow-Android/5.9.1")
            .add(4, "OrderFlow-Android/5.6.0");

    /** Programs of partners by which shoppers order for themselves. */
    private static final Shares<String> PARTNER = new Shares<String>()
            .add(50, "OrderFlow-Partner/2.1 (acme)")
            .add(20, "OrderFlow-Partner/2.0 (acme)")
            .add(20, "OrderFlow-Partner/2.1 (globex)")
            .add(10, "OrderFlow-Partner/1.4 (initech)");

    private static final Shares<Shares<String>> PROGRAMS = new Shares<Shares<String>>()
            .add(50, WEB)
            .add(25, IOS)
            .add(20, ANDROID)
            .add(5, PARTNER);

    /**
     * Returns the client of a shopper, the same in every load. Its language is mostly that of the shopper's country.
     *
     * @param shopper index of the shopper in the pool
     */
    static Client of(int shopper) {
        var random = new SplittableRandom(RANDOM + shopper);
        var userAgent = PROGRAMS.any(random).any(random);
        var speaksEnglish = random.nextInt(100) < ENGLISH_PERCENT;
        return new Client(
                Partner.of(shopper).map(Partner::userAgent).orElse(userAgent),
                speaksEnglish ? ENGLISH : SeededShoppers.country(shopper).language());
    }
}
