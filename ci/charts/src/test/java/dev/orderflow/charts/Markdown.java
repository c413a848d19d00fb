package dev.orderflow.charts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds in a Markdown file what leads nowhere: relative links and anchors, and in code the make targets, their
 * variables, the files of the tree and the test classes that it names.
 */
final class Markdown {

    /** A block between fences, with the language after the first. */
    private static final Pattern FENCED = Pattern.compile("(?ms)^( *)(```+|~~~+)[^\\n]*\\n(.*?)^\\1\\2 *$");

    /** A span between as many backticks at its end as at its beginning; its line may be wrapped. */
    private static final Pattern SPAN = Pattern.compile("(?<!`)(`+)(?!`)(.+?)(?<!`)\\1(?!`)", Pattern.DOTALL);

    private static final Pattern LINK =
            Pattern.compile("]\\(\\s*([^)\\s]+)(?:\\s+\"[^\"]*\")?\\s*\\)|\\b(?:src|href)=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
    private static final Pattern ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");

    /** A call of make, no package to install: the variables before its target, the target, and those after it. */
    private static final Pattern MAKE;

    static {
        var variables = "((?: +[A-Z_]+=(?:\"[^\"]*\"|'[^']*'|\\S*))*)";
        MAKE = Pattern.compile(
                "(?<![\\w/.-]|install [\\w .+-]{0,60})make%s +([a-z][a-z0-9-]*)%s".formatted(variables, variables));
    }

    private static final Pattern VARIABLE = Pattern.compile("([A-Z_]+)=");
    private static final Pattern TARGET = Pattern.compile("(?m)^([a-z][a-z0-9-]*):(?!=)");
    private static final Pattern TEST = Pattern.compile("[A-Z]\\w*[a-z]\\w*(?:Test|IT)");
    private static final Pattern AT_THE_ROOT = Pattern.compile("[A-Z]+\\.md");

    private static final Set<String> FILES = new TreeSet<>();
    private static final Set<String> FOLDERS = new TreeSet<>();
    private static final Pattern PATH;
    private static final Set<String> TARGETS;
    private static final String SCRIPTS;
    private static final Map<Path, Set<String>> ANCHORS = new HashMap<>();

    static {
        for (var file : Tree.files()) {
            FILES.add(file.toString());
            for (var folder = file.getParent(); folder != null; folder = folder.getParent()) {
                FOLDERS.add(folder.toString());
            }
        }
        var tops = FOLDERS.stream()
                .filter(folder -> !folder.contains("/"))
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        PATH = Pattern.compile("(?<![\\w/.:@<>$}*-])(?:" + tops + ")/(?:<[^>]*>|[\\w./*{},-])*");
        TARGETS = makefiles()
                .flatMap(file -> TARGET.matcher(read(file)).results())
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        SCRIPTS = Stream.concat(makefiles(), Tree.scripts().stream())
                .map(Markdown::read)
                .collect(Collectors.joining("\n"));
    }

    private final Path file;
    private final String text;
    private final List<String> findings = new ArrayList<>();

    private Markdown(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Returns what is wrong, each with the file, the line and what to do; empty where nothing is.
     *
     * @param file relative to the root; it need not exist
     */
    static List<String> findings(Path file, String text) {
        var markdown = new Markdown(file, text);
        markdown.check();
        return markdown.findings;
    }

    static String read(Path file) {
        try {
            return Files.readString(Chart.ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> makefiles() {
        return Tree.files().stream()
                .filter(file ->
                        file.toString().equals("Makefile") || file.toString().endsWith(".mk"));
    }

    private void check() {
        FENCED.matcher(text).results().forEach(block -> code(block.start(3), block.group(3)));
        var prose = blanked(FENCED, text);
        SPAN.matcher(prose).results().forEach(span -> {
            code(span.start(2), span.group(2));
            name(span.start(2), span.group(2));
        });
        LINK.matcher(blanked(SPAN, prose))
                .results()
                .forEach(link -> link(link.start(), link.group(1) == null ? link.group(2) : link.group(1)));
    }

    private void code(int offset, String code) {
        MAKE.matcher(code).results().forEach(call -> {
            var target = call.group(2);
            if (!TARGETS.contains(target)) {
                find(offset + call.start(), "make " + target, "there is no such target; make help lists them");
            }
            VARIABLE.matcher(call.group(1) + call.group(3)).results().forEach(variable -> {
                if (!Pattern.compile("\\b" + variable.group(1) + "\\b")
                        .matcher(SCRIPTS)
                        .find()) {
                    find(
                            offset + call.start(),
                            variable.group(1) + "=",
                            "neither ci/make nor a script reads this variable; make help names those of " + target);
                }
            });
        });
        PATH.matcher(code)
                .results()
                .forEach(path -> paths(path.group())
                        .filter(named -> !isThere(named))
                        .forEach(named ->
                                find(offset + path.start(), named, "there is no such file or folder; mend the path")));
    }

    /** Several may stand in a list of commas; what a build makes is none of the tree. */
    private static Stream<String> paths(String text) {
        var several = text.contains("{") ? Stream.of(text) : Stream.of(text.split(","));
        return several.map(path -> path.replaceFirst("[./]+$", "")).filter(path -> !path.matches(".*/target(/.*)?"));
    }

    private void name(int offset, String code) {
        if (AT_THE_ROOT.matcher(code).matches() && !FILES.contains(code)) {
            find(offset, code, "there is no such file at the root; mend the name");
        }
        if (TEST.matcher(code).matches() && FILES.stream().noneMatch(file -> file.endsWith("/" + code + ".java"))) {
            find(offset, code, "there is no such test class; mend the name");
        }
    }

    private void link(int offset, String target) {
        if (target.matches("[a-z]+:.*")) {
            return;
        }
        var parts = target.split("#", 2);
        var base = file.getParent() == null ? Path.of("") : file.getParent();
        var to = parts[0].isEmpty() ? file : base.resolve(parts[0]).normalize();
        if (!parts[0].isEmpty() && !FILES.contains(to.toString()) && !FOLDERS.contains(to.toString())) {
            find(offset, target, to + " does not exist; mend the link, or add the file");
        } else if (file.startsWith("docs") && !to.startsWith("docs")) {
            find(offset, target, "the site has only what is in docs; name the file as `" + to + "` instead");
        } else if (parts.length == 2 && !anchors(to).contains(parts[1])) {
            find(
                    offset,
                    target,
                    to + " has no heading for #" + parts[1] + "; it has " + String.join(", ", anchors(to)));
        }
    }

    private void find(int offset, String what, String fix) {
        var line = text.substring(0, offset).lines().count() + (offset > 0 && text.charAt(offset - 1) != '\n' ? 0 : 1);
        findings.add("%s:%d: %s: %s".formatted(file, Math.max(1, line), what, fix));
    }

    private Set<String> anchors(Path of) {
        return of.equals(file) ? anchors(text) : ANCHORS.computeIfAbsent(of, other -> anchors(read(other)));
    }

    /** By the rules of GitHub, which the site's configuration follows. */
    private static Set<String> anchors(String text) {
        var anchors = new TreeSet<String>();
        var prose = blanked(FENCED, text);
        HEADING.matcher(prose).results().forEach(heading -> {
            var slug = heading.group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                    .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                    .strip()
                    .replace(' ', '-');
            var unique = slug;
            for (var i = 1; !anchors.add(unique); i++) {
                unique = slug + "-" + i;
            }
        });
        ANCHOR.matcher(prose).results().forEach(anchor -> anchors.add(anchor.group(1)));
        return anchors;
    }

    /** Spaces in the place of what matches, and the same lines. */
    private static String blanked(Pattern pattern, String text) {
        return pattern.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(match.group().replaceAll("[^\\n]", " ")));
    }

    /** A name in angle brackets or a star stands for any name. */
    private static boolean isThere(String named) {
        if (!named.matches(".*[<*{].*")) {
            return FILES.contains(named) || FOLDERS.contains(named);
        }
        var glob = FileSystems.getDefault().getPathMatcher("glob:" + named.replaceAll("<[^>]*>", "*"));
        return Stream.concat(FILES.stream(), FOLDERS.stream()).map(Path::of).anyMatch(glob::matches);
    }
}
