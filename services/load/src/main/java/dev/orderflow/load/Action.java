package dev.orderflow.load;

/** The purpose of a shopper's visit. */
public enum Action {
    BROWSE("browse"),
    ORDER("order"),
    LOOK_UP("look-up"),
    CANCEL("cancel");

    private final String text;

    Action(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
