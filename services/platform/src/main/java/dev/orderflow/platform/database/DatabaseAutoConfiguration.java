package dev.orderflow.platform.database;

import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Configures services with a database: the pool is opened at start, and an absent database is logged rather than fatal.
 */
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnBean(DataSource.class)
public class DatabaseAutoConfiguration {

    @Bean
    PoolOpener poolOpener(DataSource dataSource) {
        return new PoolOpener(dataSource);
    }
}
