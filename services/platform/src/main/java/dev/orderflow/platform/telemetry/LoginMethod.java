package dev.orderflow.platform.telemetry;

/** Means by which a client gets an access token. */
public enum LoginMethod {
    PASSWORD,
    REFRESH
}
