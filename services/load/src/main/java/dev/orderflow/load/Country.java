package dev.orderflow.load;

/**
 * The countries of the seeded shoppers, with the shares that services/migrate seeds them by. A test compares the two.
 */
enum Country {
    DE(24, "de-DE,de;q=0.9,en;q=0.8"),
    FR(16, "fr-FR,fr;q=0.9,en;q=0.8"),
    ES(12, "es-ES,es;q=0.9,en;q=0.8"),
    IT(12, "it-IT,it;q=0.9,en;q=0.8"),
    NL(8, "nl-NL,nl;q=0.9,en;q=0.8"),
    SE(6, "sv-SE,sv;q=0.9,en;q=0.8"),
    PL(6, "pl-PL,pl;q=0.9,en;q=0.8"),
    GB(6, "en-GB,en;q=0.9"),
    GR(5, "el-GR,el;q=0.9,en;q=0.8"),
    JP(5, "ja-JP,ja;q=0.9,en;q=0.8");

    private final int share;
    private final String language;

    Country(int share, String language) {
        this.share = share;
        this.language = language;
    }

    /** Returns how many of 100 shoppers live there. */
    int share() {
        return share;
    }

    /** Returns the value of {@code Accept-Language} that a browser of the country sends. */
    String language() {
        return language;
    }
}
