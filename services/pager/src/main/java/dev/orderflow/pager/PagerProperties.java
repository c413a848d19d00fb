package dev.orderflow.pager;

import dev.orderflow.stores.Backend;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits, times and addresses of the pager. Who is notified is in {@code OnCallProperties}.
 *
 * @param url where people reach it, for the links in their messages; by default where it listens
 * @param from the sender of its mails
 * @param acknowledgementExpires after this a page that is acknowledged but not resolved is notified again
 * @param reopenWithin an alert that fires again so soon after its page was resolved reopens it; later it is a new page
 * @param runbooks the folder, with a slash at its end, that holds {@code <alert>.md}
 * @param dashboards the folder that holds Grafana's JSON models, {@code *.json}, which the board draws
 * @param stores what the evidence is read from and where silences are made, by the product's name
 * @param tlsProxyPort where a proxy that ends TLS connects, by plain HTTP; null for no such port. What comes there
 *     counts as https, and from the address in {@code X-Forwarded-For}: nobody but the proxy may reach it. 0 is any
 *     free port
 */
@Validated
@ConfigurationProperties("orderflow.pager")
public record PagerProperties(
        @NotNull URI url,
        @DefaultValue("pager@orderflow.example") @NotBlank String from,

        @DefaultValue("30m") @NotNull @DurationMin(seconds = 1)
        Duration acknowledgementExpires,

        @DefaultValue("1h") @NotNull @DurationMin(seconds = 0)
        Duration reopenWithin,

        @Nullable Resource runbooks,
        @Nullable Path dashboards,
        @Nullable @Min(0) @Max(65535) Integer tlsProxyPort,
        @NotNull @Valid Intake intake,
        @DefaultValue @NotNull @Valid Login login,
        @DefaultValue @NotNull @Valid DeadMan deadMan,
        @DefaultValue @NotNull @Valid Reconciliation reconciliation,
        @DefaultValue @NotNull Map<Backend, @Valid Store> stores,
        @DefaultValue @NotNull @Valid History retention,
        @DefaultValue @NotNull Map<String, @Size(min = 16) String> apiTokens) {

    /**
     * How alerts come in.
     *
     * @param token Alertmanager's bearer token; 16 characters at least
     * @param routingKeys of PagerDuty's Events API v2, 32 characters each; none takes no such event
     * @param maxBody the largest delivery; Alertmanager does not send a refused one again
     */
    public record Intake(
            @NotBlank @Size(min = 16) String token,
            @DefaultValue List<@Size(min = 32, max = 32) String> routingKeys,
            @DefaultValue("4MB") @NotNull DataSize maxBody) {}

    /**
     * How often a password may be guessed.
     *
     * @param failuresByName failed logins by one name, from wherever
     * @param failuresByAddress failed logins from one address, by whatever name; several people may share one
     * @param per in so much time; what is used up comes back evenly over it
     * @param remembered so many names, and so many addresses, at most
     */
    public record Login(
            @DefaultValue("10") @Min(1) int failuresByName,
            @DefaultValue("30") @Min(1) int failuresByAddress,

            @DefaultValue("1m") @NotNull @DurationMin(seconds = 1)
            Duration per,

            @DefaultValue("10000") @Min(1) int remembered) {}

    /**
     * The alert that always fires: its silence is a page.
     *
     * @param patience how long it may be silent; Alertmanager repeats it every minute
     */
    public record DeadMan(
            @DefaultValue("Watchdog") @NotBlank String alert,

            @DefaultValue("5m") @NotNull @DurationMin(seconds = 1)
            Duration patience) {}

    /**
     * How pages are compared with Alertmanager's own list of alerts, where {@code stores.alertmanager.url} is set. That
     * is to be the Alertmanager that delivers.
     *
     * @param interval how often the list is asked for
     * @param missing a page ends where the list has none of its alerts for so long, and begins where none was delivered
     *     of an alert that is listed for so long; longer than Prometheus' resend delay and Alertmanager's group
     *     interval
     * @param receivers Alertmanager's names for the pager
     * @param blindLookback pages that ended up to so long before telemetry was found blind are open again
     * @param blindSettle no page ends so soon after telemetry is back, as rules need time to see
     */
    public record Reconciliation(
            @DefaultValue("15s") @NotNull @DurationMin(millis = 100)
            Duration interval,

            @DefaultValue("2m") @NotNull @DurationMin(millis = 100)
            Duration missing,

            @DefaultValue("pager") @NotEmpty List<@NotBlank String> receivers,

            @DefaultValue("10m") @NotNull @DurationMin(seconds = 0)
            Duration blindLookback,

            @DefaultValue("5m") @NotNull @DurationMin(seconds = 0)
            Duration blindSettle) {}

    /**
     * How long the database keeps what has ended; nothing of an open page is deleted. How often and in which portions
     * is {@code orderflow.retention}'s.
     *
     * @param pages a page with its timeline, its alerts and its verdicts, and verdicts on no page: the history. The
     *     database itself refuses to lose what is younger than 30 days
     * @param evidence the traces, logs and statements that were found, from the end of their page
     * @param notifications who was notified by which channel, from the end of their page; the timeline says so too
     */
    public record History(
            @DefaultValue("400d") @NotNull @DurationMin(days = 31)
            Duration pages,

            @DefaultValue("30d") @NotNull @DurationMin(days = 1)
            Duration evidence,

            @DefaultValue("30d") @NotNull @DurationMin(days = 1)
            Duration notifications) {}

    /** Where the stores are, for the pager and for people. */
    public Addresses addresses() {
        return new Addresses(stores);
    }

    /**
     * A store's addresses.
     *
     * @param url where the pager reaches it; without one it is not asked
     * @param link where people do; without one there are no links
     */
    public record Store(@Nullable URI url, @Nullable URI link) {

        /** The address as people have it; empty where there is none. */
        public String linkOf(String address) {
            return link == null || url == null || !address.startsWith(url.toString())
                    ? ""
                    : link + address.substring(url.toString().length());
        }
    }
}
