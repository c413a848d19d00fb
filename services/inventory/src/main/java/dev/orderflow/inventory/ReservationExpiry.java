package dev.orderflow.inventory;

import dev.orderflow.platform.telemetry.Untraced;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Releases, every few seconds, the stock of reservations whose orders nobody paid. */
@Component
class ReservationExpiry {

    private static final Logger log = LoggerFactory.getLogger(ReservationExpiry.class);

    private final Reservations reservations;

    ReservationExpiry(Reservations reservations) {
        this.reservations = reservations;
    }

    @Scheduled(fixedDelayString = "${orderflow.inventory.expiry-interval:10s}")
    void run() {
        int expired;
        while ((expired = Untraced.call(reservations::expire)) > 0) {
            log.info("{} reservations expired", expired);
        }
    }
}
