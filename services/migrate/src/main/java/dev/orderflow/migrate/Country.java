package dev.orderflow.migrate;

import java.util.random.RandomGenerator;

/**
 * The countries that seeded shoppers live in, by their ISO 3166 alpha-2 codes, with names and addresses as people there
 * write them, and with their currencies. The first of a list is the most frequent.
 */
enum Country {
    DE(
            24,
            "EUR",
            "Anna, Lukas, Sophie, Jonas, Jürgen, Lea, Jörg, Käthe, Björn, Mia, Günther, Zoë",
            "Müller, Schmidt, Schneider, Weber, Schäfer, Koch, Schröder, Weiß, Großmann, von der Heide, Özdemir",
            "Berlin, Hamburg, München, Köln, Frankfurt am Main, Düsseldorf, Leipzig, Nürnberg, Gießen, Lübeck",
            "Hauptstraße #, Schulstraße #, Gartenweg #, Bahnhofstraße #, Am Markt #, Königsallee #, Lindenstr. #"),
    FR(
            16,
            "EUR",
            "Emma, Louis, Jade, Gabriel, Chloé, Hugo, Zoé, Léo, Inès, François, Anne-Sophie, Jérôme",
            "Martin, Bernard, Dubois, Petit, Lefèvre, Moreau, Benoît, Gauthier, Lemaître, D'Amico, Nguyen",
            "Paris, Marseille, Lyon, Toulouse, Nice, Nantes, Strasbourg, Saint-Étienne, Besançon, Orléans",
            "# Rue de la Paix, # Rue Victor Hugo, # Place de l'Église, # Avenue Jean Jaurès, # Rue du Moulin"),
    ES(
            12,
            "EUR",
            "Lucía, Hugo, María, Pablo, Carmen, Álvaro, Sofía, José, Begoña, Íñigo, Ana, Raúl",
            "García López, Fernández, Martínez Gil, Sánchez, Ibáñez, Peña Ruiz, Torres, Muñoz, de la Fuente, Núñez",
            "Madrid, Barcelona, Valencia, Sevilla, Zaragoza, Málaga, Bilbao, A Coruña, Cádiz, León",
            "Calle Mayor #, Calle Real #, Avenida de la Constitución #, Plaza de España #, Calle del Niño Jesús #"),
    IT(
            12,
            "EUR",
            "Giulia, Marco, Sofia, Luca, Chiara, Matteo, Nicolò, Elena, Andrea, Francesca, Niccolò, Desirée",
            "Rossi, Russo, Ferrari, Bianchi, Romano, Colombo, Ricci, De Luca, Dell'Orto, Cantù, Conti",
            "Roma, Milano, Napoli, Torino, Palermo, Genova, Bologna, Firenze, Forlì, Cefalù",
            "Via Roma #, Via Garibaldi #, Corso Italia #, Via Giuseppe Verdi #, Piazza Libertà #, Viale Europa #"),
    NL(
            8,
            "EUR",
            "Emma, Daan, Sanne, Bram, Lotte, Sem, Fleur, Thijs, Renée, Jan",
            "de Jong, Jansen, de Vries, van den Berg, Bakker, van Dijk, Visser, Smit, 't Hart, Koç",
            "Amsterdam, Rotterdam, 's-Gravenhage, Utrecht, Eindhoven, Groningen, Delft, Leeuwarden",
            "Dorpsstraat #, Kerkstraat #, Molenweg #, Julianalaan #, Prinsengracht #, Schoolstraat #"),
    SE(
            6,
            "SEK",
            "Alice, Erik, Maja, Lars, Åsa, Göran, Elsa, Björn, Märta, Nils",
            "Andersson, Johansson, Karlsson, Nilsson, Sjöberg, Lindström, Åkesson, Öberg, Bergman",
            "Stockholm, Göteborg, Malmö, Uppsala, Västerås, Örebro, Linköping, Umeå",
            "Storgatan #, Kungsgatan #, Drottninggatan #, Skolvägen #, Björkvägen #, Norra Ågatan #"),
    PL(
            6,
            "PLN",
            "Anna, Piotr, Katarzyna, Paweł, Małgorzata, Łukasz, Zofia, Michał, Agnieszka, Stanisław",
            "Nowak, Wójcik, Mazur, Krawczyk, Zając, Król, Wróbel, Stępień, Dudek, Gołąb, Źrebiec",
            "Warszawa, Kraków, Łódź, Wrocław, Poznań, Gdańsk, Szczecin, Białystok, Rzeszów",
            "ul. Długa #, ul. Polna #, ul. Leśna #, ul. Kościuszki #, al. Jana Pawła II #, ul. Żeromskiego #"),
    GB(
            6,
            "GBP",
            "Olivia, Oliver, Amelia, George, Isla, Harry, Emily, Jack, Grace, Siân",
            "Smith, Jones, Taylor, Brown, Williams, Wilson, O'Neill, Davies, Patel, Taylor-Jones",
            "London, Birmingham, Glasgow, Manchester, Leeds, Bristol, Cardiff, Belfast, Stoke-on-Trent",
            "# High Street, # Station Road, # Church Lane, # Victoria Road, # King's Avenue, # Mill Close"),
    GR(
            5,
            "EUR",
            "Μαρία, Γιώργος, Ελένη, Δημήτρης, Κατερίνα, Κώστας, Σοφία, Νίκος, Χρήστος, Ζωή",
            "Παπαδημητρίου, Γεωργίου, Οικονόμου, Ιωάννου, Νικολάου, Βασιλείου, Αθανασίου, Παπαγεωργίου",
            "Αθήνα, Θεσσαλονίκη, Πάτρα, Ηράκλειο, Λάρισα, Βόλος, Ιωάννινα, Χανιά",
            "Ερμού #, Βενιζέλου #, 28ης Οκτωβρίου #, Αγίου Δημητρίου #, Λεωφόρος Κηφισίας #, Κύπρου #"),
    JP(
            5,
            "JPY",
            "陽菜, 蓮, 葵, 大翔, さくら, 翔太, 美咲, 健一, ひなた, 直樹",
            "佐藤, 鈴木, 高橋, 田中, 伊藤, 渡邊, 山本, 中村, 小林, 髙野, 齋藤",
            "東京, 大阪市, 名古屋市, 札幌市, 福岡市, 京都市, 仙台市, 金沢市",
            "千代田#-#-#, 本町#-#-#, 中央#-#-#, 栄町#-#-#, 旭町#-#-#, 緑が丘#-#-#");

    /** The highest number in a street. A Japanese address has three small ones instead: district, block, house. */
    private static final int HOUSES = 160;

    private static final int BLOCKS = 9;

    private final int share;
    private final String currency;
    private final String[] given;
    private final String[] family;
    private final String[] cities;
    private final String[] streets;

    /**
     * @param share shoppers of the country in 100
     * @param currency by its ISO 4217 code
     * @param streets with a # for each number
     */
    Country(int share, String currency, String given, String family, String cities, String streets) {
        this.share = share;
        this.currency = currency;
        this.given = given.split(", ");
        this.family = family.split(", ");
        this.cities = cities.split(", ");
        this.streets = streets.split(", ");
    }

    /** Selects a country at random. */
    static Country any(RandomGenerator random) {
        var left = random.nextInt(100);
        for (var country : values()) {
            left -= country.share;
            if (left < 0) {
                return country;
            }
        }
        throw new IllegalStateException("the shares of the countries have a sum of less than 100");
    }

    String currency() {
        return currency;
    }

    /** Returns a random name, with the family's first where that is the custom. */
    String anyName(RandomGenerator random) {
        var one = any(given, random);
        var other = any(family, random);
        return this == JP ? other + " " + one : one + " " + other;
    }

    String anyCity(RandomGenerator random) {
        return any(cities, random);
    }

    String anyStreet(RandomGenerator random) {
        var street = any(streets, random);
        while (street.contains("#")) {
            street = street.replaceFirst("#", Integer.toString(1 + random.nextInt(this == JP ? BLOCKS : HOUSES)));
        }
        return street;
    }

    /** Selects the k-th of a list with a probability of about 1/k, as Seed selects goods. */
    private static String any(String[] of, RandomGenerator random) {
        return of[Math.min(of.length, (int) StrictMath.pow(of.length + 1, random.nextDouble())) - 1];
    }
}
