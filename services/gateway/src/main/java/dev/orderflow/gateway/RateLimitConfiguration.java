package dev.orderflow.gateway;

import dev.orderflow.platform.deadline.Deadline;
import dev.orderflow.platform.edge.BodyFilter;
import dev.orderflow.platform.edge.BodyReader;
import dev.orderflow.platform.error.ProblemWriter;
import dev.orderflow.platform.identity.IdentityProperties;
import dev.orderflow.platform.limit.DeviceCookies;
import dev.orderflow.platform.limit.Places;
import dev.orderflow.platform.limit.RateLimits;
import dev.orderflow.platform.security.Unauthenticated;
import io.github.bucket4j.TimeMeter;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.AuthenticationEntryPoint;
import tools.jackson.databind.json.JsonMapper;

/** Configures the rate limits and the order of their filters. */
@Configuration(proxyBeanMethods = false)
class RateLimitConfiguration {

    /** After the token was checked (Spring Security's filter is at -100), before anything that costs more. */
    private static final int AFTER_SECURITY = 0;

    private static final int BEFORE_SECURITY = -200;

    /** What each client may ask for. */
    static RateLimits requests(GatewayProperties.RateLimit limit, TimeMeter clock) {
        return new RateLimits(limit.burst(), limit.perSecond(), Duration.ofSeconds(1), limit.clients(), clock);
    }

    /** How often a password may be guessed. */
    static RateLimits failedLogins(GatewayProperties.RateLimit limit, TimeMeter clock) {
        return new RateLimits(
                limit.failedLogins(), limit.failedLogins(), limit.failedLoginsPer(), limit.clients(), clock);
    }

    /** How many passwords may be guessed from one address, of whatever accounts. */
    static RateLimits failedLoginsPerAddress(GatewayProperties.RateLimit limit, TimeMeter clock) {
        return new RateLimits(
                limit.failedLoginsPerAddress(),
                limit.failedLoginsPerAddress(),
                limit.failedLoginsPer(),
                limit.clients(),
                clock);
    }

    /** How often an account may log in. */
    static RateLimits logins(GatewayProperties.RateLimit limit, TimeMeter clock) {
        return new RateLimits(limit.logins(), limit.logins(), limit.failedLoginsPer(), limit.clients(), clock);
    }

    @Bean
    TimeMeter timeMeter() {
        return TimeMeter.SYSTEM_NANOTIME;
    }

    @Bean
    DeviceCookies deviceCookies(IdentityProperties identity) {
        return new DeviceCookies("orderflow_device", "/api", identity.key(), Clock.systemUTC());
    }

    @Bean
    Clients clients(DeviceCookies devices) {
        return new Clients(devices);
    }

    @Bean
    RequestLimit requestLimit(GatewayProperties properties, TimeMeter clock, Clients clients, ProblemWriter problems) {
        return new RequestLimit(requests(properties.rateLimit(), clock), clients, problems);
    }

    /** Outside of security, which refuses too. */
    @Bean
    FilterRegistrationBean<RefusedClientsFilter> refusedClientsFilter() {
        var registration = new FilterRegistrationBean<>(
                new RefusedClientsFilter(GlobalOpenTelemetry.getMeter("dev.orderflow.gateway")));
        registration.setOrder(BEFORE_SECURITY);
        return registration;
    }

    @Bean
    FilterRegistrationBean<RequestLimitFilter> requestLimitFilter(
            RequestLimit limit, @Value("${server.tomcat.threads.max}") int threads) {
        var registration = new FilterRegistrationBean<>(new RequestLimitFilter(limit, new Places(threads)));
        registration.setOrder(AFTER_SECURITY);
        return registration;
    }

    @Bean
    FilterRegistrationBean<BodyFilter> bodyFilter(
            GatewayProperties properties, Places reads, Clients clients, ProblemWriter problems) {
        var registration = new FilterRegistrationBean<>(bodies(properties, reads, clients, problems));
        registration.setOrder(AFTER_SECURITY + 1);
        return registration;
    }

    /** Behind security and the rate limit, so that most of those who may not ask hold no thread. */
    static BodyFilter bodies(GatewayProperties properties, Places reads, Clients clients, ProblemWriter problems) {
        // Threads are few: nobody is waited for without a place.
        var bodies = new BodyReader(reads, clients::of, Duration.ZERO, RateLimitConfiguration::untilTheDeadline);
        return new BodyFilter(properties.maxBody(), bodies, _ -> true, false, problems);
    }

    private static Duration untilTheDeadline() {
        var deadline = Deadline.current();
        return deadline == null ? Duration.ofDays(1) : deadline.remaining();
    }

    /** Reads the login's body, so behind the filter that bounds it. */
    @Bean
    FilterRegistrationBean<LoginLimitFilter> loginLimitFilter(
            GatewayProperties properties, TimeMeter clock, Clients clients, ProblemWriter problems, JsonMapper json) {
        var accounts = failedLogins(properties.rateLimit(), clock);
        var addresses = failedLoginsPerAddress(properties.rateLimit(), clock);
        var logins = logins(properties.rateLimit(), clock);
        var registration = new FilterRegistrationBean<>(
                new LoginLimitFilter(accounts, addresses, logins, clients, problems, json));
        registration.setOrder(AFTER_SECURITY + 2);
        return registration;
    }

    /** Who has no valid token ends before the filters, and is counted here. */
    @Bean
    AuthenticationEntryPoint authenticationEntryPoint(RequestLimit limit, ProblemWriter problems) {
        var unauthenticated = new Unauthenticated(problems);
        return (request, response, e) -> {
            if (limit.allows(request, response)) {
                unauthenticated.commence(request, response, e);
            }
        };
    }
}
