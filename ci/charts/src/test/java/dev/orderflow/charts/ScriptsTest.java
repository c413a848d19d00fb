package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.orderflow.charts.Portability.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scripts run with bash 3.2, with the tools of macOS and busybox, and in a folder and home whose names have a space.
 */
class ScriptsTest {

    private static final List<Path> SCRIPTS = Tree.scripts();
    private static final List<Rule> RULES =
            Stream.concat(Portability.BASH.stream(), Portability.TOOLS.stream()).toList();

    /** The files that a script needs to print its usage, and those that the tests run. */
    private static final List<String> COPIED = List.of("ci", ".ci", "k8s", "Makefile", "pom.xml");

    @TempDir
    private static Path folder;

    private static Path tree;

    @BeforeAll
    static void copy() throws Exception {
        tree = Files.createDirectories(folder.resolve("a clone/order flow"));
        for (var file : Tree.files()) {
            if (COPIED.contains(file.getName(0).toString()) && !file.toString().contains("src/")) {
                Files.createDirectories(tree.resolve(file).getParent());
                Files.copy(Chart.ROOT.resolve(file), tree.resolve(file));
            }
        }
    }

    /**
     * A program's arguments are seen by everybody on the machine; a builtin has none, and curl's --config reads a file.
     */
    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void noPasswordIsAnArgumentOfAProgram(Path script) {
        assertThat(SecretArguments.findings(script, Tree.lines(script).toList()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curl -H \"Authorization: Bearer $token\" x",
                "curl -fsS \\\n  --retry 2 \\\n  --user \"alice:${password}\" x",
                "psql \"postgresql://orderflow:$db_password@db/orderflow\"",
                "PGPASSWORD=x psql \"password=$PASSWORD\"",
                "valkey-cli -a \"$VALKEY_PASSWORD\" ping",
                "valkey-cli --user order \\\n  --pass ${secret:-none} ping",
                "kubectl create secret generic mail --from-literal=password=\"$mail_password\"",
                "quietly kubectl exec valkey-0 -- sh -c \"valkey-cli --pass $password\"",
                "value=$(psql \"password=$password\" -c 'select 1')",
                "if ! curl -u \"a:$api_token\" x; then exit 1; fi",
                "flags=(--header \"Authorization: Bearer $token\")",
                "jq -n --arg password \"$PASSWORD\" .",
                "env PGPASSWORD=\"$password\" psql",
                "printf x | curl -d @- -H \"X-Key: $api_key\" x",
                "for one in a b; do helm upgrade --set \"x=$secret\"; done",
            })
    void aPlantedPasswordIsFound(String text) {
        assertThat(SecretArguments.findings(
                        Path.of("ci/planted"),
                        ("#!/usr/bin/env bash\n" + text).lines().toList()))
                .singleElement()
                .asString()
                .startsWith("ci/planted:2: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curl --config <(bearer \"$token\") x",
                "printf '%s' \"$password\" | curl -d @- x",
                "PGPASSWORD=$password psql -h db",
                "[ -n \"$token\" ] || die \"no token\"",
                "if [ -z \"${PASSWORD:-}\" ]; then exit 1; fi",
                "jq -r .a <<<\"$secret\"",
                "# curl -H \"X: $token\"",
                "export FUZZ_PASSWORD=$PASSWORD",
                "local name=$1 token=$2",
                "cat \"$passwords/alice\" \"$password_file\"",
                "curl --config - x <<END\nuser = \"alice:$password\"\nEND",
                "hidden() { :; }\nhidden \"$password\"",
            })
    void whatIsNoArgumentOfAProgramIsNot(String text) {
        assertThat(SecretArguments.findings(
                        Path.of("ci/planted"),
                        ("#!/usr/bin/env bash\n" + text).lines().toList()))
                .isEmpty();
    }

    /** Prometheus, Alertmanager and the stores are reached through a proxy that asks for it. */
    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void whatAsksAStoreSendsThePagersToken(Path script) {
        assertThat(Tree.lines(script)
                        .filter(line -> line.matches(".*\\bcurl\\b.*(\\$\\{?(prometheus|alertmanager|traces|logs)\\b|"
                                + "ci/ports "
                                + "url (prometheus|alertmanager|traces|logs)).*")))
                .allSatisfy(line ->
                        assertThat(line).containsAnyOf("--config <(bearer \"$token\")", "--config <(ci/token)"));
    }

    @Test
    void theScriptsAreFound() {
        assertThat(SCRIPTS.stream().map(Path::toString))
                .hasSizeGreaterThan(25)
                .contains("ci/lib.sh", "ci/cluster", "ci/images/build", "ci/fuzz/fuzz", ".ci/run")
                .doesNotContain("ci/fuzz/count");
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void itParses(Path script) throws Exception {
        var result = new Script(Chart.ROOT, Map.of()).run("bash", "-n", script.toString());
        assertThat(result.code()).as(result.output()).isZero();
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void itUsesNothingThatBash3OrOtherToolsLack(Path script) {
        assertThat(Portability.findings(script, Tree.lines(script).toList())).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void aPlantedConstructIsFoundAndWhatIsToBeWrittenInsteadIsNot(Rule rule) {
        var script = Path.of("ci/planted");
        assertThat(Portability.findings(script, List.of("#!/usr/bin/env bash", "# " + rule.example(), rule.example())))
                .singleElement()
                .asString()
                .contains("ci/planted:3 needs " + rule.since(), rule.example().strip(), rule.instead());
        assertThat(Portability.findings(script, List.of(rule.instead()))).isEmpty();
    }

    @Test
    void anArrayThatMayBeEmptyIsFound() {
        var planted = List.of("flags=()", "go build \"${flags[@]}\"");
        assertThat(Portability.findings(Path.of("ci/planted"), planted))
                .singleElement()
                .asString()
                .contains("ci/planted:2", "${flags[@]+\"${flags[@]}\"}");
        assertThat(Portability.findings(
                        Path.of("ci/planted"), List.of("flags=()", "go build ${flags[@]+\"${flags[@]}\"}")))
                .isEmpty();
        assertThat(Portability.findings(Path.of("ci/planted"), List.of("flags=(-v)", "go build \"${flags[@]}\"")))
                .isEmpty();
    }

    @Test
    void aCaseOfSeveralLinesInASubstitutionIsFound() {
        var lines = List.of("x=$( (", "  case $y in", "    a) echo b ;;", "  esac", ") | sort)");
        assertThat(Portability.findings(Path.of("ci/planted"), lines))
                .singleElement()
                .asString()
                .contains("ci/planted:3");
        assertThat(Portability.findings(
                        Path.of("ci/planted"),
                        List.of("x=$( (", "  case $y in", "    (a) echo b ;;", "  esac", ") | sort)")))
                .isEmpty();
    }

    static Stream<String> withUsage() {
        return SCRIPTS.stream()
                .filter(script ->
                        Tree.lines(script).anyMatch(line -> line.startsWith("source ") && line.endsWith("lib.sh\"")))
                .filter(script -> Tree.lines(script).noneMatch(line -> line.equals("help=program")))
                .filter(script -> Files.isExecutable(Chart.ROOT.resolve(script)))
                .map(Path::toString);
    }

    /** The first lines of a script say what it is for; --help prints them, and does nothing else. */
    @ParameterizedTest
    @MethodSource("withUsage")
    void helpSaysWhatItIsFor(String script) throws Exception {
        for (var environment : environments()) {
            var result =
                    new Script(folder, environment).run(tree.resolve(script).toString(), "--help");
            assertThat(result.code()).as(result.output()).isZero();
            assertThat(result.output().lines().findFirst().orElse(""))
                    .isEqualTo(Tree.lines(Path.of(script))
                            .skip(1)
                            .findFirst()
                            .orElseThrow()
                            .substring(2));
        }
    }

    /**
     * Child processes of a drill inherit its environment, which the same user can read; make exports its command line's
     * variables.
     */
    @Test
    void aDrillsEnvironmentDoesNotSayWhatWasAskedFor() throws Exception {
        var copy = Files.createDirectories(folder.resolve("a drill"));
        for (var file : Tree.files()) {
            if (file.startsWith("ci/make") || file.equals(Path.of("Makefile"))) {
                Files.createDirectories(copy.resolve(file).getParent());
                Files.copy(Chart.ROOT.resolve(file), copy.resolve(file));
            }
        }
        var launcher = copy.resolve("ci/orderflow");
        program(launcher, "echo \"arguments: $*\"; env");
        var result = new Script(copy, Map.of())
                .run("make", "drill", "INCIDENT=stock-count", "SEED=4711471147114711", "DECOYS=0", "NAME=a b");
        assertThat(result.code()).as(result.output()).isZero();
        assertThat(result.output().lines().filter(line -> line.startsWith("arguments: ")))
                .containsExactly(
                        "arguments: drill --seed 4711471147114711 --decoys 0 --name a b --incident stock-count");
        assertThat(result.output().lines().filter(line -> !line.startsWith("arguments: ")))
                .noneMatch(line -> line.contains("stock-count") || line.contains("4711471147114711"));
        // A variable of the environment that has an option's name is none of make's.
        assertThat(new Script(copy, Map.of("NAME", "this-machine"))
                        .run("make", "drill")
                        .output()
                        .lines())
                .contains("arguments: drill");
    }

    /** The variables of make are the options of ci/orderflow; what is not given is its default. */
    @ParameterizedTest
    @CsvSource({
        "load RATE=6 DURATION=30 OUTPUT=json FROM=host, load --from host --rate 6 --duration 30 --output json",
        "walk ALERT=ErrorRateHigh, walk --alert ErrorRateHigh",
        "audit WAIT=120, audit --wait 120",
        "replay-dead-letters LIST=1 TOPIC=orders, replay-dead-letters --list --topic orders",
        "scale PODS=47, scale --pods 47",
        "incident FIX=pool-budget, incident --fix pool-budget",
        "rehearse RESTORE=no, rehearse --restore no",
        "prove TIMES=1 RUNS=47-fixed, prove --times 1 --run 47-fixed",
        "recover PODS=20 INCIDENT=stock-count, recover --pods 20 --incident stock-count",
        "recover MITIGATION=scale-back, recover --mitigation scale-back",
        "walks COUNT=5 INCIDENT=stock-count, walks --count 5 --incident stock-count",
        "verify-conservation RATE=4, verify-conservation --rate 4",
        "order, order",
        "page, page"
    })
    void makesVariablesAreOptions(String target, String arguments) throws Exception {
        var copy = Files.createDirectories(folder.resolve("targets"));
        for (var file : Tree.files()) {
            if (file.startsWith("ci/make") || file.equals(Path.of("Makefile"))) {
                Files.createDirectories(copy.resolve(file).getParent());
                Files.copy(Chart.ROOT.resolve(file), copy.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        program(copy.resolve("ci/orderflow"), "echo $*; exit 3");
        var command = new ArrayList<>(List.of("make"));
        command.addAll(List.of(target.split(" ")));
        // The environment has variables of the same names for other purposes.
        var environment =
                Map.of("NAME", "a-machine", "TRACE", "1", "OUTPUT", "x", "COUNT", "9", "LIMIT", "9", "SEED", "9");
        var result = new Script(copy, environment).run(command.toArray(String[]::new));
        assertThat(result.output().lines().findFirst()).contains(arguments);
        assertThat(result.output()).as("make prints the exit code").contains("Error 3");
    }

    /** The launcher builds what is older than its sources, and nothing else; it keeps arguments and exit code. */
    @Test
    void theCommandLineIsBuiltWhereItsSourcesAreNewer() throws Exception {
        for (var environment : environments()) {
            var copy = Files.createTempDirectory(folder, "a launcher ");
            for (var file : List.of("ci/orderflow", "ci/lib.sh", "ci/jdk.sh", "ci/ports", "k8s/ports.env", "pom.xml")) {
                Files.createDirectories(copy.resolve(file).getParent());
                Files.copy(Chart.ROOT.resolve(file), copy.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
            }
            var source = Files.createDirectories(copy.resolve("services/walk/src/main"))
                    .resolve("Walk.java");
            Files.createDirectories(copy.resolve("services/drill/src/main"));
            Files.writeString(copy.resolve("services/drill/pom.xml"), "");
            Files.writeString(copy.resolve("services/walk/pom.xml"), "");
            program(
                    copy.resolve("ci/mvn"),
                    "echo built: $*\nmkdir -p services/drill/target\n"
                            + "echo \"/a b/lib.jar:$PWD/services/walk/target/walk.jar\" "
                            + ">services/drill/target/classpath.txt");
            program(copy.resolve("ci/tool"), "[ \"$1\" != --how ] || { echo cache; exit; }\necho \"/tools/$1\"");
            var jdk = copy.resolve("jdk");
            program(jdk.resolve("bin/javac"), ":");
            program(
                    jdk.resolve("bin/java"),
                    "for argument; do echo \"argument: $argument\"; done\necho \"kubectl: ${KUBECTL:-}\"\necho "
                            + "\"port: $PORT_GATEWAY\"\nexit 7");
            Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
            var variables = new HashMap<>(environment);
            variables.put("JAVA_HOME", jdk.toString());
            variables.put("KUBECTL", "");
            var here = new Script(copy, variables);

            var first = here.run("ci/orderflow", "order", "--name", "a b");
            assertThat(first.code()).as(first.output()).isEqualTo(7);
            assertThat(first.output())
                    .contains("built: -q package -DskipTests -pl services/drill -am")
                    .contains("argument: dev.orderflow.drill.OrderFlow\nargument: order\nargument: --name\nargument: a "
                            + "b\n")
                    .contains("kubectl: /tools/kubernetes/kubectl", "port: 8080");
            assertThat(here.run("ci/orderflow", "walk").output())
                    .doesNotContain("built:")
                    .contains("argument: -Xmx256m", "kubectl: /tools/kubernetes/kubectl");
            assertThat(here.run("ci/orderflow", "walk", "--help").output()).contains("kubectl: \n");
            Files.writeString(source, "class Walk {}");
            Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
            assertThat(here.run("ci/orderflow", "walk").output()).contains("built:");
            program(copy.resolve("ci/mvn"), "echo broken; exit 1");
            var broken = here.run("ci/orderflow", "order");
            assertThat(broken.code()).isEqualTo(1);
            assertThat(broken.output()).contains("broken").doesNotContain("argument:");
        }
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void aMistakeIsAnsweredWithTheUsage() throws Exception {
        for (var environment : environments()) {
            var here = new Script(tree, environment);
            for (var script : List.of(
                    "ci/cluster",
                    "ci/crds",
                    "ci/job",
                    "ci/memory",
                    "ci/ports",
                    "ci/tool",
                    "ci/engine",
                    "ci/images/pin")) {
                var result = here.run(script);
                assertThat(result.code()).as(script + ": " + result.output()).isEqualTo(2);
                assertThat(result.output()).contains("usage: " + script);
            }
        }
    }

    /** Each on the machine's own tools and on busybox's: what they print is the same. */
    @ParameterizedTest
    @FieldSource("REAL")
    void theSameComesOfTheMachinesToolsAndOfBusybox(String command) throws Exception {
        var environments = environments();
        var first = new Script(tree, environments.getFirst()).run("bash", "-c", command);
        assertThat(first.code()).as(first.output()).isZero();
        assertThat(first.output()).isNotBlank();
        if (environments.size() == 1) {
            abort(WITHOUT);
        }
        var second = new Script(tree, environments.get(1)).run("bash", "-c", command);
        assertThat(withoutTimes(second.output())).isEqualTo(withoutTimes(first.output()));
        assertThat(second.code()).isZero();
    }

    /** A message begins with the minutes and seconds since the command began. */
    private static String withoutTimes(String output) {
        return output.replaceAll("(?m)^\\d+:\\d\\d ", "");
    }

    static final List<String> REAL = List.of(
            "ci/ports list",
            "PORT_LOGS=19428 ci/ports kind-config",
            "ci/ports values observability grafana",
            "ci/ports write && cat build/ports.env && rm -r build",
            "PORT_LOGS=9090 ci/ports list || true",
            "make help",
            "source ci/lib.sh; printf orderflow | sha256 | cut -c1-12",
            "source ci/lib.sh; sha256 pom.xml | cut -c1-12",
            "source ci/lib.sh; wait_for 5 nothing true && (wait_for 0 something false) 2>&1 || true",
            "source ci/lib.sh; record x 1; record x 2; cat \"$cache/host/x\"; rm \"$cache/host/x\"",
            "source ci/lib.sh; exclusive x; bash -c 'source ci/lib.sh; exclusive x' 2>&1 | sed 's/[0-9]//g' || true; "
                    + "unlock x; ls \"$cache\"",
            "jq -rn '0 + 300 | floor | todate'");

    private static final String WITHOUT =
            "no busybox on the PATH: scripts ran with this machine's tools only; to run them with busybox's too: "
                    + "apt-get install busybox-static, or BUSYBOX=<its path>";

    /** The machine's own tools; and busybox's in front of them, where there is one. */
    private static List<Map<String, String>> environments() throws Exception {
        var own = new HashMap<String, String>();
        own.put("HOME", Files.createDirectories(folder.resolve("a home")).toString());
        own.put("ORDERFLOW_CACHE", folder.resolve("a home/.cache/order flow").toString());
        own.put("ORDERFLOW_STARTED", "0");
        own.put("KUBECONTEXT", "kind-none");
        own.put("PATH", System.getenv("PATH"));
        var applets = busybox();
        if (applets == null) {
            System.out.println(WITHOUT);
            return List.of(own);
        }
        var other = new HashMap<>(own);
        other.put("PATH", applets + ":" + System.getenv("PATH"));
        return List.of(own, other);
    }

    /** A folder with all its programs but the shells; null where there is none. */
    private static Path busybox() throws Exception {
        var program = System.getenv("BUSYBOX");
        if (program == null) {
            program = Stream.of(System.getenv("PATH").split(":"))
                    .map(path -> Path.of(path, "busybox"))
                    .filter(Files::isExecutable)
                    .map(Path::toString)
                    .findFirst()
                    .orElse(null);
        }
        if (program == null) {
            return null;
        }
        var applets = folder.resolve("busy box");
        if (Files.notExists(applets)) {
            Files.createDirectories(applets);
            var copy = Files.copy(Path.of(program), folder.resolve("busybox"), StandardCopyOption.COPY_ATTRIBUTES);
            for (var applet : new Script(folder, Map.of())
                    .run(program, "--list")
                    .output()
                    .lines()
                    .toList()) {
                if (!List.of("sh", "ash", "bash", "hush").contains(applet)) {
                    Files.createLink(applets.resolve(applet), copy);
                }
            }
        }
        return applets;
    }
}
