package dev.orderflow.platform.security;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call what.
 *
 * @param open requests that need no shopper's token: a method and a path pattern, as {@code POST /api/auth/login}
 */
@ConfigurationProperties("orderflow.security")
public record SecurityProperties(@DefaultValue List<String> open) {}
