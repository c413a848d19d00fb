package dev.orderflow.platform.telemetry;

/** A character set, as far as a text tells: what a program that expects a smaller one fails on. */
public enum TextCharset {
    ASCII,
    LATIN_1,
    OTHER;

    /** Returns the smallest character set that has all of the text. */
    public static TextCharset of(String text) {
        var highest = text.chars().max().orElse(0);
        return highest < 0x80 ? ASCII : highest < 0x100 ? LATIN_1 : OTHER;
    }
}
