package dev.orderflow.gateway;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the gateway.
 *
 * @param maxBody the largest request body
 */
@Validated
@ConfigurationProperties("orderflow.gateway")
record GatewayProperties(
        @DefaultValue("64KB") @NotNull DataSize maxBody,
        @DefaultValue @NotNull @Valid RateLimit rateLimit,
        @DefaultValue @NotNull @Valid Retry retry) {

    /**
     * How much one client may ask for, of each gateway pod: pods do not add up what they have seen.
     *
     * @param perSecond requests in the long run, of a shopper, of an account whose device is known, else of an address
     * @param burst requests at once
     * @param failedLogins to one account from one address, or from one known device, in {@code failedLoginsPer}; then
     *     even the right password is not tried
     * @param failedLoginsPerAddress from one address in {@code failedLoginsPer}, to whatever accounts; known devices of
     *     the account are not counted, and not refused. Each costs auth 19 MiB and a processor, of two accounts at a
     *     time
     * @param logins right ones to one account in {@code failedLoginsPer}: each costs as much as a failed one, and
     *     begins a session
     * @param clients how many clients are remembered; beyond that the least active are forgotten, and begin anew
     */
    record RateLimit(
            @DefaultValue("50") @Min(1) @Max(1_000_000) int perSecond,
            @DefaultValue("100") @Min(1) @Max(1_000_000) int burst,
            @DefaultValue("10") @Min(1) @Max(1_000) int failedLogins,
            @DefaultValue("60") @Min(1) @Max(100_000) int failedLoginsPerAddress,
            @DefaultValue("60") @Min(1) @Max(100_000) int logins,

            @DefaultValue("1m") @NotNull @DurationMin(seconds = 1)
            Duration failedLoginsPer,

            @DefaultValue("20000") @Min(1) @Max(1_000_000) int clients) {}

    /**
     * When a GET that nobody answered is sent once more.
     *
     * @param percent of the requests to a service that may be retries, in the long run; 0 switches them off
     * @param burst retries at once
     */
    record Retry(
            @DefaultValue("10") @Min(0) @Max(100) int percent,
            @DefaultValue("10") @Min(1) @Max(1_000) int burst) {}
}
