package dev.orderflow.agent;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;

/** Has the Java agent export spans through a {@link BoundValuesExporter}. The agent finds it as a service. */
public final class AgentExtension implements AutoConfigurationCustomizerProvider {

    @Override
    public void customize(AutoConfigurationCustomizer configuration) {
        configuration.addSpanExporterCustomizer((exporter, _) -> new BoundValuesExporter(exporter));
    }
}
