package dev.orderflow.gateway;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The gateway's properties as they are bound: the defaults, and what a test says otherwise. */
final class TestProperties {

    private TestProperties() {}

    /** @param pairs names below {@code orderflow.gateway}, each with its value */
    static GatewayProperties with(String... pairs) {
        Map<String, String> source = new HashMap<>();
        for (var i = 0; i < pairs.length; i += 2) {
            source.put("orderflow.gateway." + pairs[i], pairs[i + 1]);
        }
        return new Binder(new MapConfigurationPropertySource(source))
                .bindOrCreate("orderflow.gateway", GatewayProperties.class);
    }
}
