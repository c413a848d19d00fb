package dev.orderflow.platform.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * The identity of this service, and the callers that it answers.
 *
 * @param key an RSA private key as PEM (PKCS#1 or PKCS#8), by which it signs its calls; without one it can make none,
 *     and answers none
 * @param certificates the folder, with a slash at its end, that holds every service's certificate or public key as
 *     {@code <service>.crt}
 * @param callers services that may call {@code /internal}; none where it is empty
 */
@ConfigurationProperties("orderflow.identity")
public record IdentityProperties(
        @Nullable Resource key,
        @Nullable Resource certificates,
        @DefaultValue List<String> callers) {}
