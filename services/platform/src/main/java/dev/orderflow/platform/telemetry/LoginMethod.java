package dev.orderflow.platform.telemetry;

/** What a client shows to get an access token. */
public enum LoginMethod {
    PASSWORD,
    REFRESH
}
