package dev.orderflow.local;

import dev.orderflow.drill.cluster.Progress;
import dev.orderflow.drill.cluster.ServiceCatalog;
import dev.orderflow.drill.cluster.ShopperClient;
import dev.orderflow.exchange.Exchange;
import dev.orderflow.testkit.Broker;
import dev.orderflow.testkit.Child;
import dev.orderflow.testkit.ImageFlags;
import dev.orderflow.testkit.Ports;
import dev.orderflow.testkit.Postgresql;
import dev.orderflow.testkit.Valkey;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Runs the services of the chart as processes on 127.0.0.1, with the Java agent, on a real PostgreSQL, Kafka and
 * Valkey. Their telemetry goes to an OTLP receiver in this process.
 */
public final class LocalSystem implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    private static final String NOT_STARTED = "the system is not started";

    private final Progress progress = new Progress();
    private final Path root;
    private final Path folder;
    private final List<String> names;
    private final List<AutoCloseable> started = new ArrayList<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private final KeyPair signingKey = keyPair();
    private final KeyPair retiredKey = keyPair();
    private final String password = UUID.randomUUID().toString();
    private final String valkeyPassword = UUID.randomUUID().toString();
    private @Nullable OtlpReceiver receiver;
    private @Nullable EmbeddedPostgres postgres;
    private int valkeyPort;
    private final Map<String, KeyPair> identities = new HashMap<>();
    private final Map<String, Child> services = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    private final Setup setup;

    /**
     * How the services are run.
     *
     * @param name the folder for files, below build
     * @param traced whether the services run with the agent
     * @param settings environment variables of every service, which override those of operator-instrumentation.yaml
     * @param jvm flags in addition to the image's; of two that contradict each other, the last counts
     */
    public record Setup(String name, boolean traced, Map<String, String> settings, List<String> jvm) {

        /** The folder of {@code make local}, whose keys and logs no other program touches. */
        static final String LOCAL = "local";

        /** Returns the setup of services with the agent, each setting as operator-instrumentation.yaml has it. */
        public static Setup traced(String name) {
            return new Setup(name, true, Map.of(), List.of());
        }

        /** Returns the setup of services without the agent. */
        public static Setup untraced(String name) {
            return new Setup(name, false, Map.of(), List.of());
        }

        /**
         * Returns the setup that a source tree asks for: with the agent if the tree has an Instrumentation resource.
         */
        public static Setup of(String name, Path root) {
            return AgentSettings.areIn(root) ? traced(name) : untraced(name);
        }
    }

    private LocalSystem(Path root, int gatewayPort, Setup setup) throws IOException, NoSuchAlgorithmException {
        this.root = root.toAbsolutePath().normalize(); // the services run in a folder of their own
        this.setup = setup;
        this.folder = Files.createDirectories(this.root.resolve("build").resolve(setup.name()));
        this.names = ServiceCatalog.of(this.root).calleesFirst();
        names.forEach(service -> ports.put(service, service.equals("gateway") ? gatewayPort : Ports.free()));
    }

    /**
     * Starts the system of {@code make local}, as {@link #start(Path, Setup)} does.
     *
     * @param gatewayPort 0 for any free one
     * @throws IllegalArgumentException if the agent is asked for in a tree that has no settings for it
     */
    static LocalSystem startLocal(Path root, int gatewayPort, Agent agent) throws Exception {
        var setup = agent.setup(Setup.LOCAL, root);
        return start(new LocalSystem(root, gatewayPort == 0 ? Ports.free() : gatewayPort, setup));
    }

    /** Starts the system without the agent: services start in half the time, and record no telemetry. */
    public static LocalSystem startUntraced(Path root) throws Exception {
        return startUntraced(root, Map.of());
    }

    /**
     * Starts the system without the agent and with other settings.
     *
     * @param settings of every service, as environment variables
     */
    public static LocalSystem startUntraced(Path root, Map<String, String> settings) throws Exception {
        return start(root, new Setup("local-untraced", false, settings, List.of()));
    }

    /**
     * Starts the system, and returns when every service is ready and an order has succeeded.
     *
     * @param root of the checkout, built by {@code mvn package}
     * @throws IllegalArgumentException if the setup has the folder of {@code make local}, which may be running
     * @throws IllegalStateException if a process does not start; the message holds the end of its log
     */
    public static LocalSystem start(Path root, Setup setup) throws Exception {
        if (setup.name().equals(Setup.LOCAL)) {
            throw new IllegalArgumentException(
                    "build/" + setup.name() + " is the folder of make local: give the setup another name");
        }
        return start(new LocalSystem(root, Ports.free(), setup));
    }

    private static LocalSystem start(LocalSystem system) throws Exception {
        var closer = new Thread(system::close);
        Runtime.getRuntime().addShutdownHook(closer);
        try {
            system.start();
            system.awaitOrder();
            return system;
        } catch (Exception e) {
            system.close();
            throw e;
        }
    }

    /**
     * Waits until an order succeeds: the first requests load classes, which on a slow machine exceeds the gateway's
     * timeout.
     */
    private void awaitOrder() {
        progress.say("placing a first order");
        var start = Awaitility.await("a first order").atMost(TIMEOUT).ignoreExceptions();
        var shopper =
                start.until(() -> ShopperClient.loggedIn(gateway(), "alice@example.com", password), Objects::nonNull);
        var address = start.until(shopper::address, Objects::nonNull);
        start.until(() -> shopper.order(address, "SKU-0001", 1).status() == 201);
    }

    public URI gateway() {
        return url("gateway");
    }

    /** Returns the folder in which each service writes {@code <service>.log}. */
    public Path folder() {
        return folder;
    }

    /** Reports whether the services run with the agent. */
    public boolean isTraced() {
        return setup.traced();
    }

    /** Returns the address of a service itself, without the gateway. */
    public URI url(String service) {
        return URI.create("http://127.0.0.1:" + ports.get(service));
    }

    /** Returns the demo shoppers' password, which is new at each start. */
    public String password() {
        return password;
    }

    /** Returns the key pair that auth signs tokens with; it is an hour old. */
    public KeyPair signingKey() {
        return signingKey;
    }

    /** Returns the key pair that auth signed with before. Its file still exists, but its time is over. */
    public KeyPair retiredKey() {
        return retiredKey;
    }

    /** Adds a signing key to auth's folder, which auth reads again by itself. */
    public void addSigningKey(KeyPair pair, Instant made) throws IOException {
        var name = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'.'pem'")
                .withZone(ZoneOffset.UTC)
                .format(made);
        Files.writeString(signingKeys().resolve(name), pem("PRIVATE KEY", pair.getPrivate()));
    }

    /** Removes every signing key that was made before a time, as after a leak. */
    public void removeSigningKeysBefore(Instant made) throws IOException {
        var first = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(made);
        try (var files = Files.newDirectoryStream(
                signingKeys(), file -> file.getFileName().toString().compareTo(first) < 0)) {
            for (var file : files) {
                Files.delete(file);
            }
        }
    }

    /** Returns the folder of auth's signing keys, which in the cluster is a mounted Secret. */
    public Path signingKeys() throws IOException {
        return Files.createDirectories(folder.resolve("signing-keys"));
    }

    /** Returns the private key by which a service identifies itself to the others. */
    public PrivateKey identity(String service) {
        return of(identities, service).getPrivate();
    }

    public static KeyPair keyPair() throws NoSuchAlgorithmException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    public OtlpReceiver receiver() {
        return Objects.requireNonNull(receiver, NOT_STARTED);
    }

    public EmbeddedPostgres postgres() {
        return Objects.requireNonNull(postgres, NOT_STARTED);
    }

    public int valkeyPort() {
        return valkeyPort;
    }

    public String valkeyPassword() {
        return valkeyPassword;
    }

    private void start() throws Exception {
        var traces = keep(new OtlpReceiver());
        receiver = traces;
        writeSigningKeys();
        writeIdentities();
        progress.say("starting PostgreSQL, Kafka and Valkey");
        var database = keep(Postgresql.start(EmbeddedPostgres.builder().setServerConfig("max_connections", "100")));
        postgres = database;
        var kafka = keep(Broker.start(folder));
        valkeyPort = keep(Valkey.start(folder, valkeyPassword)).port();
        environment.put("SPRING_DATA_REDIS_PASSWORD", valkeyPassword);
        environment.putAll(Map.of(
                "SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres",
                "SPRING_DATASOURCE_USERNAME", "postgres",
                "SPRING_DATASOURCE_PASSWORD", "postgres",
                "SPRING_KAFKA_BOOTSTRAPSERVERS", kafka.bootstrapServers(),
                "SPRING_DATA_REDIS_HOST", "127.0.0.1",
                "SPRING_DATA_REDIS_PORT", Integer.toString(valkeyPort),
                "ORDERFLOW_AUTH_KEYS", signingKeys().toString(),
                "SERVER_ADDRESS", "127.0.0.1",
                // How soon Kafka reassigns the partitions of a killed consumer.
                "SPRING_KAFKA_CONSUMER_PROPERTIES_SESSION_TIMEOUT_MS", "6000"));
        names.forEach(name -> environment.put(
                "ORDERFLOW_CLIENTS_" + name.toUpperCase(Locale.ROOT) + "_URL", "http://127.0.0.1:" + ports.get(name)));
        progress.say("migrating the schemas");
        migrate();
        if (setup.traced()) {
            environment.putAll(AgentSettings.read(root, traces.url()));
        }
        environment.putAll(setup.settings());
        for (var wave : waves()) {
            progress.say("starting " + String.join(", ", wave));
            wave.forEach(this::startService);
            wave.forEach(this::awaitService);
        }
        progress.say("ready");
    }

    /** Splits the services into two waves, callees first, so that on two cores fewer of them start at a time. */
    private List<List<String>> waves() {
        var half = (names.size() + 1) / 2;
        return List.of(names.subList(0, half), names.subList(half, names.size()));
    }

    private void writeSigningKeys() throws IOException {
        removeSigningKeysBefore(Instant.now().plus(Duration.ofDays(1))); // of an earlier start
        addSigningKey(retiredKey, Instant.now().minus(Duration.ofHours(2)));
        addSigningKey(signingKey, Instant.now().minus(Duration.ofHours(1)));
    }

    /** Writes a key pair for each service, by which it identifies itself to the others. */
    private void writeIdentities() throws IOException, NoSuchAlgorithmException {
        var files = Files.createDirectories(folder.resolve("identities"));
        for (var service : names) {
            var pair = keyPair();
            identities.put(service, pair);
            Files.writeString(files.resolve(service + ".key"), pem("PRIVATE KEY", pair.getPrivate()));
            Files.writeString(files.resolve(service + ".crt"), pem("PUBLIC KEY", pair.getPublic()));
        }
    }

    private static String pem(String what, Key key) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(what, Base64.getMimeEncoder().encodeToString(key.getEncoded()));
    }

    private void migrate() throws Exception {
        var withSeed = new HashMap<>(environment);
        withSeed.put("ORDERFLOW_SEED_PASSWORD", password);
        withSeed.putAll(Map.of(
                "ORDERFLOW_SEED_SHOPPERS", "200", "ORDERFLOW_SEED_PRODUCTS", "100", "ORDERFLOW_SEED_ORDERS", "2000"));
        java("migrate", withSeed, "-cp", classpath("migrate"), "dev.orderflow.migrate.Migrate")
                .finish(Child.START);
    }

    /** Kills a service, as a crash would. */
    public void kill(String service) {
        of(services, service).kill();
    }

    /** Starts a service that was killed; its log goes on. Returns when the service is ready. */
    public void restart(String service) {
        startService(service);
        awaitService(service);
    }

    /** Returns the processor time that each service has used so far. */
    public Map<String, Duration> processorTimes() {
        var times = new TreeMap<String, Duration>();
        services.forEach((name, child) -> times.put(name, child.processorTime()));
        return times;
    }

    /** @throws IllegalArgumentException if there is no service of that name */
    private static <T> T of(Map<String, T> each, String service) {
        var value = each.get(service);
        if (value == null) {
            throw new IllegalArgumentException("no service " + service + "; there are " + each.keySet());
        }
        return value;
    }

    private void awaitService(String name) {
        of(services, name).await(TIMEOUT, () -> ready(of(ports, name)));
    }

    private void startService(String name) {
        var own = new HashMap<>(environment);
        own.put("SERVER_PORT", of(ports, name).toString());
        own.put("OTEL_SERVICE_NAME", name);
        own.put(
                "ORDERFLOW_IDENTITY_KEY",
                folder.resolve("identities/" + name + ".key").toUri().toString());
        own.put(
                "ORDERFLOW_IDENTITY_CERTIFICATES",
                folder.resolve("identities").toUri().toString());
        var main = "dev.orderflow.%s.%s%sApplication"
                .formatted(name, name.substring(0, 1).toUpperCase(Locale.ROOT), name.substring(1));
        // The flags of the service's image, so that tests run the JVM that the cluster runs.
        var arguments = new ArrayList<>(ImageFlags.of(root, name));
        arguments.addAll(setup.jvm());
        arguments.addAll(List.of("-cp", classpath(name), main));
        if (setup.traced()) {
            arguments.addFirst("-javaagent:" + root.resolve("services/agent/target/image/javaagent.jar"));
        }
        services.put(name, java(name, own, arguments.toArray(String[]::new)));
    }

    private String classpath(String module) {
        var target = root.resolve("services").resolve(module).resolve("target");
        try {
            return target.resolve("classes") + ":"
                    + Files.readString(target.resolve("classpath.txt")).strip();
        } catch (IOException e) {
            throw new IllegalStateException(module + " is not built: run mvn package first", e);
        }
    }

    private Child java(String name, Map<String, String> environment, String... arguments) {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(arguments));
        return keep(
                services.containsKey(name)
                        ? Child.restart(name, folder, environment, command)
                        : Child.start(name, folder, environment, command));
    }

    private static boolean ready(int port) {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                    .build();
            return Exchange.send(http, request, HttpResponse.BodyHandlers.discarding(), Duration.ofSeconds(2))
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        synchronized (started) {
            started.add(part);
        }
        return part;
    }

    /** Stops everything, the last started first. */
    @Override
    public void close() {
        synchronized (started) {
            for (var part : started.reversed()) {
                try {
                    part.close();
                } catch (Exception e) {
                    System.err.println("not stopped cleanly: " + e);
                }
            }
            started.clear();
        }
    }
}
