package dev.orderflow.pager;

import dev.orderflow.platform.client.ClientAutoConfiguration;
import dev.orderflow.platform.identity.IdentityAutoConfiguration;
import dev.orderflow.platform.security.PlatformSecurityAutoConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Main class of the pager. It uses the platform's auto-configuration without service logins and identities, so that it
 * needs none of the services it watches.
 */
@SpringBootApplication(
        exclude = {
            ClientAutoConfiguration.class,
            IdentityAutoConfiguration.class,
            PlatformSecurityAutoConfiguration.class
        })
@EnableScheduling
@ConfigurationPropertiesScan
class Pager {

    static void main(String[] arguments) {
        SpringApplication.run(Pager.class, arguments);
    }
}
