package dev.orderflow.pager.notify;

import dev.orderflow.pager.PagerProperties;
import dev.orderflow.pager.oncall.OnCallProperties;
import dev.orderflow.pager.oncall.OnCallProperties.Person;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The channels by which each person is notified. */
@Component
class Channels {

    private final Map<String, List<Channel>> byPerson;

    /** @throws IllegalStateException where somebody has an address and there is no mail server */
    Channels(
            OnCallProperties onCall, PagerProperties properties, ObjectProvider<JavaMailSender> mail, JsonMapper json) {
        byPerson = onCall.people().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, person -> channels(person.getValue(), properties, mail, json)));
    }

    List<String> namesOf(String person) {
        return of(person).map(Channel::name).toList();
    }

    /** Empty where the configuration has lost it since. */
    Optional<Channel> find(String person, String name) {
        return of(person).filter(channel -> channel.name().equals(name)).findFirst();
    }

    private Stream<Channel> of(String person) {
        return byPerson.getOrDefault(person, List.of()).stream();
    }

    private static List<Channel> channels(
            Person person, PagerProperties properties, ObjectProvider<JavaMailSender> mail, JsonMapper json) {
        var webhook = Stream.ofNullable(person.webhook()).<Channel>map(address -> new WebhookChannel(address, json));
        var smtp = Stream.ofNullable(person.email()).<Channel>map(address -> {
            var sender = mail.getIfAvailable();
            if (sender == null) {
                throw new IllegalStateException(address + " is to be notified by mail: set spring.mail.host too");
            }
            return new SmtpChannel(sender, properties.from(), address);
        });
        var all = Stream.concat(webhook, smtp).toList();
        return all.isEmpty() ? List.of(new LogChannel()) : all;
    }
}
