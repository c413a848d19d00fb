package dev.orderflow.gateway;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/** @param maxBody the largest request body that is let in */
@Validated
@ConfigurationProperties("orderflow.gateway")
record GatewayProperties(@DefaultValue("64KB") @NotNull DataSize maxBody) {}
