package dev.orderflow.platform.security;

import dev.orderflow.platform.client.ClientAutoConfiguration;
import dev.orderflow.platform.client.ClientsProperties;
import dev.orderflow.platform.deadline.DeadlineRequestFactory;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.error.ProblemWriter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.client.RestTemplate;

/**
 * Every request carries a shopper's token, but for what a service declares open, the probes, and {@code /internal}: there
 * the calling service proves who it is, see {@code ServiceIdentity}.
 */
@AutoConfiguration(
        after = ClientAutoConfiguration.class,
        before = {OAuth2ResourceServerAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class})
@EnableConfigurationProperties(SecurityProperties.class)
public class PlatformSecurityAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    JwtDecoder jwtDecoder(ClientsProperties clients, DeadlineRequestFactory requests) {
        // Asked when the first token comes, so that a service starts while auth is away.
        return NimbusJwtDecoder.withJwkSetUri(clients.url("auth").resolve("/.well-known/jwks.json").toString())
                .restOperations(new RestTemplate(requests))
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    AuthenticationEntryPoint authenticationEntryPoint(ProblemWriter problems) {
        return new Unauthenticated(problems);
    }

    /** Lets every method on to the controllers, which answer 405 and which methods there are, instead of a bare 400. */
    @Bean
    HttpFirewall httpFirewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    @Bean
    @ConditionalOnMissingBean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            SecurityProperties properties,
            AuthenticationEntryPoint unauthenticated,
            ProblemWriter problems) {
        return http.csrf(csrf -> csrf.disable()) // no cookies: there is nothing to forge
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> {
                    for (var open : properties.open()) {
                        var parts = open.split(" ", 2);
                        requests.requestMatchers(HttpMethod.valueOf(parts[0]), parts[1]).permitAll();
                    }
                    requests.requestMatchers("/actuator/**", "/internal/**", "/error").permitAll();
                    requests.anyRequest().authenticated();
                })
                .oauth2ResourceServer(resource -> resource.jwt(jwt -> {}).authenticationEntryPoint(unauthenticated))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(unauthenticated)
                        .accessDeniedHandler((request, response, e) ->
                                problems.write(response, ErrorCode.FORBIDDEN, "Not allowed.")))
                .build();
    }
}
