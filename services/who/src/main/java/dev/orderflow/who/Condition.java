package dev.orderflow.who;

/** A property that a unit has or lacks. */
public record Condition(String attribute, Relation relation, String value) {

    /** How an attribute of a unit relates to the value. */
    public enum Relation {
        EQUALS("="),
        AT_LEAST("≥"),
        AT_MOST("≤"),
        /** The unit lacks the attribute. */
        ABSENT("is absent");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }
    }

    static Condition absent(String attribute) {
        return new Condition(attribute, Relation.ABSENT, "");
    }

    @Override
    public String toString() {
        return (attribute + " " + relation.sign + " " + value).strip();
    }
}
