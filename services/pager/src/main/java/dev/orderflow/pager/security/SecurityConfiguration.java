package dev.orderflow.pager.security;

import dev.orderflow.pager.PagerProperties;
import dev.orderflow.pager.oncall.OnCallProperties;
import dev.orderflow.platform.edge.BodyFilter;
import dev.orderflow.platform.edge.BodyReader;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.error.ProblemWriter;
import dev.orderflow.platform.limit.DeviceCookies;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.access.RequestMatcherDelegatingAccessDeniedHandler;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.ViewResolver;

/**
 * Configures authentication: programs send a token and have no session; people log in, and each of their changes
 * carries a token against forgery.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final Logger log = LoggerFactory.getLogger(SecurityConfiguration.class);

    /**
     * Nothing but our own files, and no script or style in the page itself: what slips through the escaping does
     * nothing.
     */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final Duration SHIFT = Duration.ofHours(12);

    private static final String RESPONDER = "RESPONDER";

    private static final String NOBODY = "A responder's session, or a bearer token of the pager's API, is needed.";

    /** Forms are small, and who logs in is not known yet. */
    private static final DataSize FORM = DataSize.ofKilobytes(16);

    private static final DataSize API_BODY = DataSize.ofKilobytes(64);

    /** Their controllers read the bodies themselves, only so many at once. */
    private static final Set<String> INTAKE = Set.of("/api/v1/alertmanager", "/v2/enqueue");

    /** Prometheus carries what its Alertmanager does. */
    private static final String METRICS = "/actuator/prometheus";

    /**
     * Whoever may use the pager may pass the proxy before the stores, which asks so of each request: it makes no
     * session, and remembers nothing.
     */
    @Bean
    @Order(0)
    SecurityFilterChain authProxy(HttpSecurity http, PagerProperties properties, ProblemWriter problems) {
        return http.securityMatcher(SessionController.PATH)
                .csrf(csrf -> csrf.disable()) // it changes nothing
                .headers(SecurityConfiguration::withoutStrictTransport)
                .requestCache(cache -> cache.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .addFilterBefore(new TokenFilter(properties), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().hasAnyRole(RESPONDER, TokenFilter.API))
                // Both are the proxy's refusal: it distinguishes a missing login from a missing right no more than the
                // stores do.
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (request, response, e) -> problems.write(response, ErrorCode.UNAUTHENTICATED, NOBODY))
                        .accessDeniedHandler(
                                (request, response, e) -> problems.write(response, ErrorCode.UNAUTHENTICATED, NOBODY)))
                .build();
    }

    @Bean
    @Order(1)
    SecurityFilterChain programs(
            HttpSecurity http, PagerProperties properties, BodyReader bodies, ProblemWriter problems) {
        return http.securityMatcher("/api/**", "/v2/**", METRICS)
                .csrf(csrf -> csrf.disable()) // no cookies: there is nothing to forge
                .headers(SecurityConfiguration::withoutStrictTransport)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(new TokenFilter(properties), AuthorizationFilter.class)
                .addFilterAfter(
                        new BodyFilter(
                                API_BODY,
                                bodies,
                                request -> !INTAKE.contains(request.getServletPath()),
                                false,
                                problems),
                        AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> {
                    requests.requestMatchers("/api/v1/alertmanager", METRICS).hasRole(TokenFilter.INTAKE);
                    // Its routing key is in the body, and checked there.
                    requests.requestMatchers("/v2/enqueue").permitAll();
                    requests.requestMatchers(HttpMethod.GET, "/api/openapi.*").permitAll();
                    requests.anyRequest().hasRole(TokenFilter.API);
                })
                .exceptionHandling(handling -> handling.authenticationEntryPoint((request, response, e) -> {
                            log(request, "without a token that is known");
                            problems.write(
                                    response, ErrorCode.UNAUTHENTICATED, "A bearer token of this pager is needed.");
                        })
                        .accessDeniedHandler((request, response, e) -> {
                            log(request, "with a token for something else");
                            problems.write(response, ErrorCode.FORBIDDEN, "This token is for something else.");
                        }))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain people(
            HttpSecurity http,
            LoginLimits limits,
            DeviceCookies devices,
            BodyReader bodies,
            ProblemWriter problems,
            @Qualifier("thymeleafViewResolver") ViewResolver views) {
        // Who has not logged in is remembered by nothing but their own cookies: whatever they send, it fills no memory
        // here.
        return http.csrf(csrf -> csrf.csrfTokenRepository(new CookieCsrfTokenRepository()))
                .requestCache(cache -> cache.requestCache(new CookieRequestCache()))
                .authorizeHttpRequests(requests -> {
                    requests.requestMatchers("/login", "/status", "/assets/**", "/actuator/**", "/error")
                            .permitAll();
                    requests.anyRequest().authenticated();
                })
                // The token against forgery is the first that is read of a form.
                .addFilterBefore(new BodyFilter(FORM, bodies, _ -> true, true, problems), CsrfFilter.class)
                .addFilterBefore(
                        new LoginLimitFilter(limits, devices, problems, views),
                        UsernamePasswordAuthenticationFilter.class)
                .formLogin(login -> login.loginPage("/login")
                        .successHandler(forTheShift(devices))
                        .failureHandler(withoutASession()))
                .exceptionHandling(handling -> handling.accessDeniedHandler(staleLogin()))
                .logout(logout -> logout.logoutSuccessUrl("/login"))
                .headers(SecurityConfiguration::withoutStrictTransport)
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .build();
    }

    /** Browsers would hold it against every port of the host, and those of the stores are plain. */
    private static void withoutStrictTransport(HeadersConfigurer<HttpSecurity> headers) {
        headers.httpStrictTransportSecurity(transport -> transport.disable());
    }

    /**
     * Who has logged in stays so while nobody is paged for hours, and is known on this device when they log in again.
     */
    private static AuthenticationSuccessHandler forTheShift(DeviceCookies devices) {
        var onward = new SavedRequestAwareAuthenticationSuccessHandler();
        onward.setRequestCache(new CookieRequestCache());
        return (request, response, authentication) -> {
            request.getSession().setMaxInactiveInterval((int) SHIFT.toSeconds());
            var account = LoginLimits.key(authentication.getName());
            response.addHeader(
                    HttpHeaders.SET_COOKIE,
                    devices.issue(account, request.isSecure()).toString());
            onward.onAuthenticationSuccess(request, response, authentication);
        };
    }

    /** Spring's own would keep the failure in a session. */
    private static AuthenticationFailureHandler withoutASession() {
        return (request, response, e) -> response.sendRedirect(request.getContextPath() + "/login?error");
    }

    /** Where its session is over, the login's form lacks its token like a forged one: then it is shown anew. */
    private static AccessDeniedHandler staleLogin() {
        var handlers = new LinkedHashMap<RequestMatcher, AccessDeniedHandler>();
        handlers.put(
                PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/login"),
                (request, response, e) -> response.sendRedirect(request.getContextPath() + "/login?stale"));
        return new RequestMatcherDelegatingAccessDeniedHandler(handlers, new AccessDeniedHandlerImpl());
    }

    /** Everybody on call who has a password. */
    @Bean
    UserDetailsService users(OnCallProperties onCall) {
        return new InMemoryUserDetailsManager(onCall.people().entrySet().stream()
                .filter(person -> person.getValue().password() != null)
                .map(person -> User.withUsername(person.getKey())
                        .password(person.getValue().password())
                        .roles(RESPONDER)
                        .build())
                .toList());
    }

    private static void log(HttpServletRequest request, String why) {
        log.warn(
                "{} {} from {} is refused: {}",
                request.getMethod(),
                request.getRequestURI(),
                request.getRemoteAddr(),
                why);
    }
}
