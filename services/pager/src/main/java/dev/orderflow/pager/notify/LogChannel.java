package dev.orderflow.pager.notify;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Channel of a person without an address: writes the message to the log. */
final class LogChannel implements Channel {

    private static final Logger log = LoggerFactory.getLogger(LogChannel.class);

    @Override
    public String name() {
        return "log";
    }

    @Override
    public void send(Message message) {
        log.warn("{} is paged: {} ({})", message.person(), message.title(), message.url());
    }
}
