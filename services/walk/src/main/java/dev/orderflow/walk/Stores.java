package dev.orderflow.walk;

import dev.orderflow.walk.store.LogStore;
import dev.orderflow.walk.store.PrometheusReader;
import dev.orderflow.walk.store.TraceStore;

/** What a walk reads. */
public record Stores(PrometheusReader prometheus, TraceStore traces, LogStore logs) {}
