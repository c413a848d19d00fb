package dev.orderflow.pager;

import dev.orderflow.platform.retention.Retention;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Retention of the pager's tables. A page is deleted last, when nothing refers to it any more. */
@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {

    /** Somebody may state the cause of an old page: it is then kept for as long again, with all of its history. */
    private static final String EXPIRED = """
            page.state = 'RESOLVED' and page.resolved_at < :before
            and not exists (select 1 from timeline young where young.page = page.number and young.at >= :before)
            """;

    private final PagerProperties.History keep;

    HistoryConfiguration(PagerProperties properties) {
        this.keep = properties.retention();
    }

    @Bean
    Retention notificationRetention() {
        return new Retention(List.of("notification"), keep.notifications(), """
                delete from notification where id in (
                    select notification.id from page join notification on notification.page = page.number
                    where page.state = 'RESOLVED' and page.resolved_at < :before order by page.resolved_at limit :batch)
                """);
    }

    @Bean
    Retention evidenceRetention() {
        return new Retention(List.of("evidence"), keep.evidence(), """
                delete from evidence where id in (
                    select evidence.id from page join evidence on evidence.page = page.number
                    where page.state = 'RESOLVED' and page.resolved_at < :before order by page.resolved_at limit :batch)
                """);
    }

    @Bean
    Retention alertRetention() {
        return new Retention(List.of("page_alert"), keep.pages(), """
                delete from page_alert where (page, fingerprint) in (
                    select page_alert.page, page_alert.fingerprint from page join page_alert on page_alert.page = page.number
                    where %s order by page.resolved_at limit :batch)
                """.formatted(EXPIRED));
    }

    @Bean
    Retention verdictRetention() {
        return new Retention(List.of("verdict"), keep.pages(), """
                delete from verdict where number in (
                    select verdict.number from verdict left join page on page.number = verdict.page
                    where verdict.at < :before and (verdict.page is null or %s) order by verdict.at limit :batch)
                """.formatted(EXPIRED));
    }

    @Bean
    Retention timelineRetention() {
        return new Retention(List.of("timeline"), keep.pages(), """
                delete from timeline where id in (
                    select timeline.id from page join timeline on timeline.page = page.number
                    where %s order by page.resolved_at limit :batch)
                """.formatted(EXPIRED));
    }

    @Bean
    Retention pageRetention() {
        return new Retention(List.of("page"), keep.pages(), """
                delete from page where number in (
                    select number from page
                    where %s
                    and not exists (select 1 from notification where notification.page = page.number)
                    and not exists (select 1 from evidence where evidence.page = page.number)
                    and not exists (select 1 from page_alert where page_alert.page = page.number)
                    and not exists (select 1 from verdict where verdict.page = page.number)
                    and not exists (select 1 from timeline where timeline.page = page.number)
                    order by resolved_at limit :batch)
                """.formatted(EXPIRED));
    }
}
