package dev.orderflow.stores;

/** What a walk reads. */
public record Stores(PrometheusReader prometheus, TraceStore traces, LogStore logs) {}
