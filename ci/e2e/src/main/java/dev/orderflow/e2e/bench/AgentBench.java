package dev.orderflow.e2e.bench;

import dev.orderflow.local.LocalSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.json.JsonMapper;

/**
 * The benchmark {@code make bench-agent}: measures what the OpenTelemetry agent costs. Two systems on this machine, one
 * with the agent and one without, get the same seeded orders in turn (A B A B …), so that other work of the machine
 * affects both. Processor time counts the services only. Stores, load and receiver run on the same cores in both
 * systems, so latencies can be compared with each other, and with nothing else.
 *
 * <p>A ratio is the median of the rounds' ratios, printed with the lowest and the highest. A variant switches a part of
 * the agent off; the difference to {@code full} is the cost of that part.
 */
final class AgentBench {

    private static final Duration LEAST = Duration.ofSeconds(2);

    private final Path root;
    private final Settings settings;
    private final List<Map<String, Object>> results = new ArrayList<>();

    /**
     * The settings of a benchmark.
     *
     * @param rounds how many rounds, each with a block of every kind on both systems
     * @param warm length of the warm-up at the busy rate
     * @param block length of a block
     * @param light arrivals a second at light load, which hardly ever overlap
     * @param busy arrivals a second at which orders compete for the processors
     * @param jit c1, as in the image, or c2 for the full compiler
     */
    record Settings(
            int rounds, Duration warm, Duration block, double light, double busy, String jit, List<Variant> variants) {

        Settings {
            if (rounds < 1
                    || rounds > 100
                    || warm.compareTo(LEAST) < 0
                    || block.compareTo(LEAST) < 0
                    || light <= 0
                    || busy <= 0
                    || busy > 200
                    || light > busy
                    || !List.of("c1", "c2").contains(jit)) {
                throw new IllegalArgumentException(
                        "ROUNDS from 1, WARM and BLOCK from 2 s, LIGHT below RATE up to 200, JIT c1 or c2");
            }
        }

        /**
         * @param arguments rounds, seconds to warm up, seconds of a block, the light and the busy rate, JIT, variants
         */
        static Settings of(String[] arguments) {
            return new Settings(
                    Integer.parseInt(arguments[1]),
                    Duration.ofSeconds(Long.parseLong(arguments[2])),
                    Duration.ofSeconds(Long.parseLong(arguments[3])),
                    Double.parseDouble(arguments[4]),
                    Double.parseDouble(arguments[5]),
                    arguments[6],
                    Arrays.stream(arguments).skip(7).map(Variant::named).toList());
        }

        /** Returns the flags that enable C2; the image's flags limit the JVM to C1. */
        List<String> jvm() {
            return jit.equals("c2") ? List.of("-XX:TieredStopAtLevel=4") : List.of();
        }
    }

    /** The blocks of one kind, on both systems, of every round. */
    private record Pairs(List<Block> untraced, List<Block> traced) {

        Pairs() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        /** Returns each round's ratio of the traced to the untraced system, sorted. */
        double[] ratios(ToDoubleFunction<Block> of) {
            var ratios = new double[traced.size()];
            for (var i = 0; i < ratios.length; i++) {
                ratios[i] = of.applyAsDouble(traced.get(i)) / of.applyAsDouble(untraced.get(i));
            }
            Arrays.sort(ratios);
            return ratios;
        }
    }

    private AgentBench(Path root, Settings settings) {
        this.root = root;
        this.settings = settings;
    }

    static void main(String[] arguments) throws Exception {
        Settings settings;
        try {
            settings = Settings.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(2);
            return;
        }
        new AgentBench(Path.of(arguments[0]).toAbsolutePath().normalize(), settings).run();
        System.exit(0);
    }

    private void run() throws Exception {
        System.out.printf(
                "%d rounds of %d s, %s and %s orders a second, %s, %d processors%n",
                settings.rounds(),
                settings.block().toSeconds(),
                settings.light(),
                settings.busy(),
                settings.jit(),
                Runtime.getRuntime().availableProcessors());
        try (var untraced =
                LocalSystem.start(root, new LocalSystem.Setup("bench-untraced", false, Map.of(), settings.jvm()))) {
            Block.run(untraced, 0, settings.busy(), settings.warm());
            for (var variant : settings.variants()) {
                System.out.println();
                System.out.println(variant + ": the agent " + variant.description());
                try (var traced = LocalSystem.start(root, variant.setup(settings.jvm()))) {
                    Block.run(traced, 0, settings.busy(), settings.warm());
                    compare(variant, untraced, traced);
                }
            }
        }
        var file = root.resolve("build/bench-agent.json");
        Files.writeString(
                file, new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(results));
        System.out.println();
        System.out.println("every block is in " + file);
    }

    private void compare(Variant variant, LocalSystem untraced, LocalSystem traced) throws Exception {
        var light = new Pairs();
        var busy = new Pairs();
        for (var round = 1; round <= settings.rounds(); round++) {
            pair(light, "light", round, settings.light(), untraced, traced);
            pair(busy, "busy", round, settings.busy(), untraced, traced);
        }
        System.out.println();
        print("orders per CPU-second, busy", busy, Block::ordersPerCpuSecond);
        print("order p50, light (ms)", light, block -> block.latency().p50());
        print("order p99, light (ms)", light, block -> block.latency().p99());
        print("order p50, busy (ms)", busy, block -> block.latency().p50());
        print("order p99, busy (ms)", busy, block -> block.latency().p99());
        System.out.println("CPU milliseconds an order, by service, busy:");
        for (var service : busy.traced().getFirst().cpuSeconds().keySet()) {
            print(
                    "  " + service,
                    busy,
                    block -> block.cpuSeconds().getOrDefault(service, Double.NaN) * 1e3 / block.orders());
        }
        var result = new LinkedHashMap<String, Object>();
        result.put("variant", variant.toString());
        result.put("jit", settings.jit());
        result.put("at", Instant.now().toString());
        result.put("light", light);
        result.put("busy", busy);
        results.add(result);
    }

    /** Runs both systems; which one is first changes with the round. */
    private static void orderOf(int round, Turn untraced, Turn traced) throws Exception {
        (round % 2 == 1 ? untraced : traced).take();
        (round % 2 == 1 ? traced : untraced).take();
    }

    private interface Turn {
        void take() throws Exception;
    }

    private void pair(Pairs pairs, String kind, int round, double rate, LocalSystem untraced, LocalSystem traced)
            throws Exception {
        orderOf(
                round,
                () -> pairs.untraced()
                        .add(printed(kind, round, "untraced", Block.run(untraced, round, rate, settings.block()))),
                () -> pairs.traced()
                        .add(printed(kind, round, "traced", Block.run(traced, round, rate, settings.block()))));
    }

    private static Block printed(String kind, int round, String system, Block block) {
        System.out.printf(
                "  round %d, %s, %-8s %4d orders, %6.1f per CPU-second, p50 %6.1f ms, p99 %6.1f ms%s%n",
                round,
                kind,
                system,
                block.orders(),
                block.ordersPerCpuSecond(),
                block.latency().p50(),
                block.latency().p99(),
                block.errors() == 0 ? "" : ", " + block.errors() + " errors");
        return block;
    }

    private static void print(String what, Pairs pairs, ToDoubleFunction<Block> of) {
        var ratios = pairs.ratios(of);
        System.out.printf(
                "%-30s untraced %7.1f, traced %7.1f, ratio %.3f (%.3f to %.3f)%n",
                what,
                median(pairs.untraced(), of),
                median(pairs.traced(), of),
                ratios[ratios.length / 2],
                ratios[0],
                ratios[ratios.length - 1]);
    }

    private static double median(List<Block> blocks, ToDoubleFunction<Block> of) {
        var values = blocks.stream().mapToDouble(of).sorted().toArray();
        return values[values.length / 2];
    }
}
