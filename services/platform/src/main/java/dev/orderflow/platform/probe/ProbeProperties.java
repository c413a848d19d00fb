package dev.orderflow.platform.probe;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The port at which probes are answered.
 *
 * @param port a port of their own, 0 for any free one; null for none: then the clients' port alone answers them
 */
@Validated
@ConfigurationProperties("orderflow.probes")
record ProbeProperties(@Nullable @Min(0) @Max(65535) Integer port) {}
