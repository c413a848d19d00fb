package dev.orderflow.charts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds where a script gives a program a secret as an argument: the value of a variable whose name ends in token,
 * password, secret, credential or key. Which program it is, is the first word after what last began a command; where
 * that is doubtful, as after a semicolon in a text, it is taken for a program.
 */
final class SecretArguments {

    private static final Pattern SECRET =
            Pattern.compile("(?i)\\$\\{?(\\w*(?:token|password|passwd|secret|credential|api_?key))(?!\\w)");

    /** Text after which a command begins. */
    private static final Pattern BEGIN = Pattern.compile("[|;&(`]|\\{ |\\b(?:then|do|else) ");

    /** Words before a command's own: of the shell, and functions of ours that run what follows. */
    private static final Pattern BEFORE = Pattern.compile(
            "^(?:(?:if|elif|while|until|!|exec|command|time|then|do|else|quietly)\\s+|\\w+\\+?=(?:\"[^\"]*\"|'[^']*'|"
                    + "[^\\s\"'(]|\"[^\"]*$)*(?:\\s+|$))*");

    /** Without a process of their own. */
    private static final Set<String> BUILTINS = Set.of(
            "[",
            "[[",
            "test",
            "printf",
            "echo",
            "export",
            "local",
            "readonly",
            "declare",
            "read",
            "case",
            "return",
            "for",
            "set",
            "unset",
            "eval",
            ":");

    /** Ours, and programs by these names all the same. */
    private static final Set<String> WRAPPED = Set.of("kubectl", "helm", "jq", "curl", "psql");

    private static final Pattern FUNCTION = Pattern.compile("^\\s*([\\w-]+)\\(\\)");
    private static final Pattern DOCUMENT = Pattern.compile("<<-?\\s*[\"']?(\\w+)");

    /** Functions of all scripts, since each may source another. */
    private static final Set<String> FUNCTIONS = Tree.scripts().stream()
            .flatMap(Tree::lines)
            .flatMap(SecretArguments::function)
            .collect(Collectors.toSet());

    private SecretArguments() {}

    /** Returns a line for each: the file, its line, and the command. */
    static List<String> findings(Path script, List<String> lines) {
        var functions = new HashSet<>(FUNCTIONS);
        lines.stream().flatMap(SecretArguments::function).forEach(functions::add);
        functions.removeAll(WRAPPED);
        var found = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            var first = i + 1;
            var command = new StringBuilder(lines.get(i));
            while (command.toString().endsWith("\\") && i + 1 < lines.size()) {
                command.setLength(command.length() - 1);
                command.append(' ').append(lines.get(++i).strip());
            }
            var text = command.toString();
            if (!text.stripLeading().startsWith("#")
                    && isGiven(text.replaceAll("<<<\\s*(\"[^\"]*\"|\\S+)", ""), functions)) {
                found.add(script + ":" + first + ": " + text.strip());
            }
            var document = DOCUMENT.matcher(text.replace("<<<", ""));
            if (document.find()) {
                while (i + 1 < lines.size() && !lines.get(++i).strip().equals(document.group(1))) {
                    // It is read, and no argument.
                }
            }
        }
        return found;
    }

    private static boolean isGiven(String text, Set<String> functions) {
        return SECRET.matcher(text).results().anyMatch(secret -> {
            var before = text.substring(0, secret.start());
            var begin = BEGIN.matcher(before)
                    .results()
                    .mapToInt(match -> match.end())
                    .max()
                    .orElse(0);
            var command = BEFORE.matcher(before.substring(begin).stripLeading()).replaceFirst("");
            var word = command.split("\\s", 2)[0];
            // Nothing is left where it stands in an assignment.
            return !word.isEmpty() && !BUILTINS.contains(word) && !functions.contains(word);
        });
    }

    private static Stream<String> function(String line) {
        var matcher = FUNCTION.matcher(line);
        return matcher.find() ? Stream.of(matcher.group(1)) : Stream.of();
    }
}
