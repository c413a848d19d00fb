package dev.orderflow.platform.security;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.orderflow.contracts.Role;
import dev.orderflow.platform.client.ClientAutoConfiguration;
import dev.orderflow.platform.client.ClientsProperties;
import dev.orderflow.platform.deadline.DeadlineRequestFactory;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.error.ProblemWriter;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.client.RestClient;

/**
 * Configures authorisation: every request carries a shopper's or an operator's token, except for the paths that a
 * service declares open, the probes, and {@code /internal}, where the calling service proves its identity, see
 * {@code ServiceIdentity}.
 */
@AutoConfiguration(
        after = ClientAutoConfiguration.class,
        before = {OAuth2ResourceServerAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class})
@EnableConfigurationProperties(SecurityProperties.class)
public class PlatformSecurityAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    JWKSource<SecurityContext> authKeys(
            ClientsProperties clients, DeadlineRequestFactory requests, SecurityProperties properties) {
        var auth = RestClient.builder()
                .baseUrl(clients.url("auth"))
                .requestFactory(requests)
                .build();
        return new AuthKeys(auth, properties.keyLife(), Clock.systemUTC());
    }

    @Bean
    @ConditionalOnMissingBean
    JwtDecoder jwtDecoder(JWKSource<SecurityContext> keys, SecurityProperties properties) {
        var lasts = new JwtTimestampValidator(SecurityProperties.SKEW);
        lasts.setAllowEmptyExpiryClaim(false);
        var decoder = NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                lasts, new JwtIssuerValidator(properties.issuer()), new JwtAudienceValidator(properties.audience())));
        return decoder;
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
        var refused = new RefusedTokens(problems, unauthenticated);
        return http.csrf(csrf -> csrf.disable()) // no cookies: there is nothing to forge
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> {
                    properties.open().forEach(open -> matching(requests, open).permitAll());
                    properties
                            .operator()
                            .forEach(operator -> matching(requests, operator).hasRole(Role.OPERATOR.name()));
                    requests.requestMatchers("/actuator/**", "/internal/**", "/error")
                            .permitAll();
                    requests.anyRequest().authenticated();
                })
                .oauth2ResourceServer(resource -> resource.jwt(jwt -> jwt.jwtAuthenticationConverter(roles()))
                        .authenticationEntryPoint(unauthenticated)
                        .withObjectPostProcessor(refused))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(unauthenticated)
                        .accessDeniedHandler((request, response, e) ->
                                problems.write(response, ErrorCode.FORBIDDEN, "Not allowed.")))
                .build();
    }

    private static AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizedUrl matching(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests,
            String methodAndPath) {
        var parts = methodAndPath.split(" ", 2);
        return requests.requestMatchers(HttpMethod.valueOf(parts[0]), parts[1]);
    }

    private static JwtAuthenticationConverter roles() {
        var authorities = new JwtGrantedAuthoritiesConverter();
        authorities.setAuthoritiesClaimName("roles");
        authorities.setAuthorityPrefix("ROLE_");
        var converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(authorities);
        return converter;
    }
}
