package dev.orderflow.platform.telemetry;

/** A kind of program that sends requests. */
public enum ClientKind {
    WEB,
    IOS,
    ANDROID,
    PARTNER,
    OTHER
}
