package dev.orderflow.pager.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What anybody may ask costs the database the same however many pages are open. */
@PagerTest
@Import(PublicPagesTest.Counting.class)
class PublicPagesTest {

    private static final int PAGES = 40;

    /** Rows that requests have read. */
    private static final AtomicLong ROWS = new AtomicLong();

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/status",
                "/login",
                "/",
                "/session",
                "/live",
                "/error",
                "/actuator/health",
                "/actuator/health/readiness",
                "/api/openapi.yaml",
                "/api/v1/pages",
                "/no/such/path"
            })
    void aRequestWithoutALoginReadsAsMuchOfManyPagesAsOfFew(String path) throws Exception {
        trigger(1);
        var before = rows(path);
        trigger(PAGES);
        assertThat(rows(path)).isLessThanOrEqualTo(Math.max(before, 1));
    }

    /** Else nothing would be counted. */
    @Test
    void whoIsLoggedInReadsThePages() throws Exception {
        trigger(20);
        var browser = new Http(port, "").logIn("alice", "correct horse battery");
        var before = ROWS.get();
        browser.get("/");
        assertThat(ROWS.get() - before).isGreaterThanOrEqualTo(20);
    }

    private long rows(String path) throws Exception {
        var before = ROWS.get();
        new Http(port, "").get(path);
        return ROWS.get() - before;
    }

    private void trigger(int pages) throws Exception {
        var alertmanager = new Http(port, Deliveries.TOKEN);
        for (var page = 0; page < pages; page++) {
            assertThat(alertmanager
                            .post(
                                    "/api/v1/alertmanager",
                                    Http.JSON,
                                    Deliveries.firing(UUID.randomUUID().toString(), "one of many", 1))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    /** Counts the rows that threads of requests read; the scheduled tasks read some meanwhile. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Counting {

        private static final Set<Class<?>> COUNTED = Set.of(Statement.class, PreparedStatement.class, ResultSet.class);

        @Bean
        static BeanPostProcessor countRows() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource source ? counting(source) : bean;
                }
            };
        }

        private static DataSource counting(DataSource source) {
            return new DelegatingDataSource(source) {
                @Override
                public Connection getConnection() throws SQLException {
                    return counting(Connection.class, super.getConnection());
                }
            };
        }

        private static <T> T counting(Class<T> type, T counted) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                        try {
                            return seen(method, method.invoke(counted, arguments));
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }

        /** By the type that a method says it returns, as SQLite's driver has one class for several. */
        private static @Nullable Object seen(Method method, @Nullable Object result) {
            if (method.getName().equals("next")
                    && Boolean.TRUE.equals(result)
                    && Thread.currentThread().getName().startsWith("http-")) {
                ROWS.incrementAndGet();
            }
            var type = method.getReturnType();
            return result != null && COUNTED.contains(type) ? counted(type, result) : result;
        }

        private static <T> T counted(Class<T> type, Object result) {
            return counting(type, type.cast(result));
        }
    }
}
