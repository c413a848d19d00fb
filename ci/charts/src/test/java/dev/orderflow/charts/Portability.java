package dev.orderflow.charts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a script may not use, because macOS has bash 3.2 and BSD's tools, and small systems have busybox: each with what
 * to write instead. A lint finds what it knows; whether a script runs is {@link ScriptsTest}'s.
 */
final class Portability {

    /**
     * A construct.
     *
     * @param since what it needs
     * @param example a line that is refused
     * @param instead how to write the same
     */
    record Rule(String since, Pattern pattern, String example, String instead) {

        Rule(String since, String pattern, String example, String instead) {
            this(since, Pattern.compile(pattern), example, instead);
        }

        @Override
        public String toString() {
            return example;
        }
    }

    static final List<Rule> BASH = List.of(
            new Rule(
                    "bash 4",
                    "\\b(mapfile|readarray)\\b",
                    "mapfile -t lines <file",
                    "while IFS= read -r line; do lines+=(\"$line\"); done <file"),
            new Rule(
                    "bash 4",
                    "\\b(declare|local|typeset) -[a-zA-Z]*A",
                    "declare -A ports",
                    "a function with a case, or lines of key=value"),
            new Rule(
                    "bash 4.3",
                    "\\b(declare|local|typeset) -[a-zA-Z]*n\\b",
                    "local -n result=$1",
                    "eval \"$1=\\$value\""),
            new Rule(
                    "bash 4",
                    "\\$\\{[a-zA-Z_0-9]+(\\[[^]]*])?(\\^|,)",
                    "echo \"${name^^}\"",
                    "printf '%s' \"$name\" | tr '[:lower:]' '[:upper:]'"),
            new Rule(
                    "bash 4.4",
                    "\\$\\{[a-zA-Z_0-9]+(\\[[^]]*])?@[A-Za-z]}",
                    "echo \"${name@Q}\"",
                    "printf '%q' \"$name\""),
            new Rule("bash 4.1", "\\bexec \\{[a-zA-Z_]+}", "exec {lock}>file", "exec 9>file"),
            new Rule("bash 4", "&>>", "make &>>log", "make >>log 2>&1"),
            new Rule("bash 4", "(?<!\\|)\\|&(?!\\|)", "make |& tee log", "make 2>&1 | tee log"),
            new Rule("bash 4", ";;?&\\s*$", "  a) one ;;&", "a second case"),
            new Rule("bash 4", "^\\s*coproc\\b", "coproc server", "mkfifo"),
            new Rule("bash 4.3", "\\bwait (-[a-zA-Z]*n\\b)", "wait -n", "wait \"$process\""),
            new Rule("bash 4.2", "\\[\\[? -v ", "[[ -v name ]]", "[ -n \"${name+set}\" ]"),
            new Rule("bash 4.2", "printf [^|;]*%\\([^)]*\\)T", "printf '%(%s)T' -1", "date +%s"),
            new Rule(
                    "bash 4.3",
                    "\\$\\{[a-zA-Z_0-9]+\\[-[0-9]+]}",
                    "echo \"${list[-1]}\"",
                    "echo \"${list[${#list[@]} - 1]}\""),
            new Rule(
                    "bash 4",
                    "\\$\\{?(EPOCHSECONDS|EPOCHREALTIME|BASHPID|SRANDOM)\\b",
                    "echo $EPOCHSECONDS",
                    "date +%s, or $$"),
            new Rule(
                    "bash 4",
                    "\\bshopt -s [a-z ]*(globstar|lastpipe|inherit_errexit|autocd)",
                    "shopt -s globstar",
                    "find"),
            new Rule(
                    "bash 4", "\\{0[0-9]+\\.\\.|\\{[0-9a-z]+\\.\\.[0-9a-z]+\\.\\.", "echo {01..10}", "seq, or a while"),
            new Rule(
                    "bash 4 (3.2 ends the substitution at the pattern's bracket)",
                    "\\$\\(\\s*case [^()]* in [^()]*\\)",
                    "x=$(case $y in a) echo b ;; esac)",
                    "x=$(case $y in (a) echo b ;; esac)"),
            new Rule(
                    "bash 4 (3.2 reads no bracket of a regular expression in place)",
                    "=~ +[^\"$ ]*\\(",
                    "[[ $x =~ ^a(b|c)$ ]]",
                    "pattern='^a(b|c)$'; [[ $x =~ $pattern ]]"));

    static final List<Rule> TOOLS = List.of(
            new Rule(
                    "GNU",
                    "\\bdate\\b[^|;)]* (--[a-z]|-d\\b)",
                    "date -u -d '5 minutes' +%FT%TZ",
                    "jq -n 'now + 300 | floor | todate'"),
            new Rule("GNU", "\\bdate \\+[^ ]*%[0-9]*N", "date +%s%N", "date +%s"),
            new Rule(
                    "Linux",
                    "(^|[|;(&]\\s*)free\\b",
                    "free -m | awk '{print $3}'",
                    "docker stats, or the kubelet's summary"),
            new Rule("GNU", "(^|[|;(&]\\s*|\\bexec )timeout [^=]", "timeout 5 make", "ci/fuzz/within 5 make"),
            new Rule(
                    "GNU",
                    "(^|[|;(&]\\s*|xargs [^|]*)sha256sum\\b",
                    "sha256sum <pom.xml",
                    "sha256 <pom.xml, of ci/lib.sh"),
            new Rule(
                    "GNU (BSD's takes a word after it)",
                    "\\bsed ([^'\"|;]* )?(-[a-zA-Z]*i|--in-place|-[a-zA-Z]*r\\b)",
                    "sed -i 's/a/b/' file",
                    "sed 's/a/b/' file >file.new && mv file.new file"),
            new Rule(
                    "GNU",
                    "\\bgrep ([^'\"|;]* )?(-[a-zA-Z]*P|--perl)",
                    "grep -oP 'a\\Kb' file",
                    "sed -n 's/.*a\\(b\\).*/\\1/p' file"),
            new Rule(
                    "GNU",
                    "\\breadlink -[a-zA-Z]*[fem]|(^|[|;(&]\\s*)realpath\\b",
                    "readlink -f \"$0\"",
                    "cd \"$(dirname \"$0\")\" && pwd -P"),
            new Rule(
                    "GNU",
                    "\\bxargs ([^'\"|;]* )?(-[a-zA-Z0-9]*[rd]\\b|--)",
                    "xargs -r rm",
                    "a while read, or a test before"),
            new Rule(
                    "GNU (BSD's and POSIX's need a file)",
                    "\\bpaste (-[a-z]+ ?('[^']*'|[^ |)]+) *)+($|[|;)])",
                    "ls | paste -sd ' '",
                    "ls | paste -sd ' ' -"),
            new Rule("GNU (BSD's is -f)", "\\bstat (-[a-zA-Z]*c|--)", "stat -c %s file", "wc -c <file"),
            new Rule("Linux", "(^|[|;(&]\\s*)(nproc|tac|setsid|numfmt)\\b", "nproc", "getconf _NPROCESSORS_ONLN"),
            new Rule("GNU", "\\b(head|tail) -(c|n) ?-", "head -n -1 file", "sed '$d' file"),
            new Rule(
                    "GNU",
                    "\\bfind\\b[^|;]* -(printf|readable|executable|regextype)\\b",
                    "find . -printf '%p'",
                    "find . -exec printf '%s\\n' {} +"),
            new Rule(
                    "GNU (other systems' have other flags)",
                    "\\bbase64 (-d|-D|--decode|-w)",
                    "base64 -d <file",
                    "secret_value of ci/lib.sh, or jq's @base64d"),
            new Rule("GNU", "\\bmktemp (--|-p|-t)", "mktemp --suffix=.log", "mktemp \"${TMPDIR:-/tmp}/name.XXXXXX\""),
            new Rule(
                    "GNU",
                    "(?<!docker )\\b(cp|mv|ln) (--|-[a-zA-Z]*[tT]\\b)",
                    "cp --parents a b",
                    "mkdir -p b && cp a b"),
            new Rule("GNU", "\\binstall -[a-zA-Z]*D", "install -D a b/c", "mkdir -p b && install a b/c"));

    /**
     * For these, Linux with Debian's tools is what they ask for at their beginning, or they run in a container of it.
     */
    static boolean isForDebianOnly(Path script) {
        return script.startsWith("ci/images")
                || script.startsWith("helm")
                || List.of("ci/engine", "ci/standin").contains(script.toString());
    }

    private static final Pattern EMPTY = Pattern.compile("\\b([a-zA-Z_]+)=\\(\\)");

    private Portability() {}

    /** Their text is in the digest of each image that is built: they follow when something else of them changes. */
    private static final List<String> LATER = List.of("ci/images/build", "ci/images/node/preload");

    static List<String> findings(Path script, List<String> lines) {
        if (LATER.contains(script.toString())) {
            return List.of();
        }
        var rules = isForDebianOnly(script)
                ? BASH
                : Stream.concat(BASH.stream(), TOOLS.stream()).toList();
        var findings = new ArrayList<String>();
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.stripLeading().startsWith("#") || line.endsWith("# portable")) {
                continue;
            }
            for (var rule : rules) {
                if (rule.pattern.matcher(line).find()) {
                    findings.add("%s:%d needs %s: %s%n    write instead: %s"
                            .formatted(script, i + 1, rule.since, line.strip(), rule.instead));
                }
            }
        }
        findings.addAll(emptyArrays(script, lines));
        findings.addAll(casesInSubstitutions(script, lines));
        return findings;
    }

    /** Under set -u, bash before 4.4 takes an array without elements for one that is not set. */
    private static List<String> emptyArrays(Path script, List<String> lines) {
        var findings = new ArrayList<String>();
        var begunEmpty = lines.stream()
                .flatMap(line -> EMPTY.matcher(line).results())
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            for (var name : begunEmpty) {
                if (Pattern.compile("(?<!\\+)\"\\$\\{" + name + "\\[[@*]]}\"")
                                .matcher(line)
                                .find()
                        && !line.contains("${#" + name + "[@]}")) {
                    findings.add("%s:%d needs bash 4.4, where %s is empty: %s%n    write instead: ${%s[@]+\"${%s[@]}\"}"
                            .formatted(script, i + 1, name, line.strip(), name, name));
                }
            }
        }
        return findings;
    }

    /** A case of several lines within $( … ): bash 3.2 takes the bracket of its first pattern for the end. */
    private static List<String> casesInSubstitutions(Path script, List<String> lines) {
        var findings = new ArrayList<String>();
        var open = -1;
        var inside = false;
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.stripLeading().startsWith("#")) {
                continue;
            }
            if (open < 0 && line.matches(".*\\$\\((\\s*\\()?\\s*$")) {
                open = line.length() - line.stripLeading().length();
            } else if (open >= 0
                    && line.matches("\\s*\\).*")
                    && line.length() - line.stripLeading().length() <= open) {
                open = -1;
                inside = false;
            } else if (open >= 0 && line.matches("\\s*case\\b.*")) {
                inside = true;
            } else if (open >= 0 && inside && line.matches("\\s*[^()]+\\).*;;.*")) {
                findings.add(("%s:%d needs bash 4 (3.2 ends the substitution at this bracket): %s%n    write instead: "
                                + "(pattern) … ;;")
                        .formatted(script, i + 1, line.strip()));
            }
        }
        return findings;
    }
}
