package dev.orderflow.who;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What distinguishes cases from controls.
 *
 * @param conditions one or two that hold together
 * @param equivalents other conditions that hold for the same units: the data cannot tell which of them it is
 * @param casesWith how many of the cases have it, of those that the findings before leave
 * @param controlsWith how many of the controls have it, of those that the findings before leave
 * @param chance the share of comparisons of random labels in which some item differs as much
 * @param failed a case that has it
 * @param good the control most like that case; null if there is none
 */
public record Finding(
        List<Condition> conditions,
        List<List<Condition>> equivalents,
        int casesWith,
        int cases,
        int controlsWith,
        int controls,
        double chance,
        Unit failed,
        @Nullable Unit good) {

    public Finding {
        conditions = List.copyOf(conditions);
        equivalents = List.copyOf(equivalents);
    }

    /** Returns the conditions as text. */
    public String text() {
        return text(conditions);
    }

    /** Returns conditions that hold together as text. */
    public static String text(List<Condition> conditions) {
        return conditions.stream().map(Condition::toString).collect(Collectors.joining(" and "));
    }
}
