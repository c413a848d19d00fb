package dev.orderflow.inventory;

import dev.orderflow.contracts.OrderLine;
import dev.orderflow.contracts.Reservation;
import dev.orderflow.contracts.ReservationRequest;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Moves stock between available, reserved and sold; each move once an order, however often it is asked for.
 *
 * <pre>
 * RESERVED ─► COMMITTED ─► RETURNED
 *    ├─► RELEASED
 *    └─► EXPIRED ─► COMMITTED (where there is still enough)
 * </pre>
 */
@Service
class Reservations {

    private static final int EXPIRED_AT_ONCE = 100;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration life;

    Reservations(JdbcClient jdbc, Clock clock, InventoryProperties properties) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.life = properties.reservationLife();
    }

    /** @throws ApiException UNKNOWN_SKU or OUT_OF_STOCK; then nothing is held */
    @Transactional
    public Reservation reserve(ReservationRequest request) {
        var isNew = jdbc.sql("""
                                insert into reservation (order_id, status, expires_at)
                                values (:order, 'RESERVED', :expiresAt) on conflict do nothing
                                """)
                        .param("order", request.orderId())
                        .param("expiresAt", Timestamp.from(clock.instant().plus(life)))
                        .update()
                == 1;
        if (isNew) {
            // In one sequence everywhere, so that two orders for the same goods never wait for each other in a circle.
            var quantities = new TreeMap<String, Integer>();
            request.lines().forEach(line -> quantities.merge(line.sku(), line.quantity(), Integer::sum));
            quantities.forEach((sku, quantity) -> hold(request.orderId(), sku, quantity));
        }
        return total(request.orderId());
    }

    private void hold(UUID order, String sku, int quantity) {
        if (!move(new OrderLine(sku, quantity), "available", "reserved")) {
            throw exists(sku)
                    ? new ApiException(ErrorCode.OUT_OF_STOCK, "Not enough of " + sku + " in stock.")
                    : new ApiException(ErrorCode.UNKNOWN_SKU, "No product " + sku + ".");
        }
        jdbc.sql("""
                        insert into reservation_line (order_id, sku, quantity, unit_price_minor, currency)
                        select :order, sku, :quantity, price_minor, currency from product where sku = :sku
                        """)
                .param("order", order)
                .param("quantity", quantity)
                .param("sku", sku)
                .update();
    }

    private boolean exists(String sku) {
        return jdbc.sql("select exists (select from product where sku = :sku)")
                .param("sku", sku)
                .query(Boolean.class)
                .single();
    }

    private Reservation total(UUID order) {
        return jdbc.sql("""
                        select order_id, sum(quantity * unit_price_minor)::bigint as total_minor, min(currency) as currency
                        from reservation_line where order_id = :order group by order_id
                        """).param("order", order).query(Reservation.class).single();
    }

    /**
     * The order was paid: what was reserved is sold. Where the reservation expired before, it is taken anew.
     *
     * @throws ApiException OUT_OF_STOCK where it expired and others have bought it, or nothing was ever reserved
     */
    @Transactional
    public void commit(UUID order) {
        if (end(order, "RESERVED", "COMMITTED")) {
            lines(order).forEach(line -> move(line, "reserved", "sold"));
        } else if (end(order, "EXPIRED", "COMMITTED")) {
            for (var line : lines(order)) {
                if (!move(line, "available", "sold")) {
                    throw new ApiException(
                            ErrorCode.OUT_OF_STOCK, "Not enough of " + line.sku() + " in stock any more.");
                }
            }
        } else if (!is(order, "COMMITTED")) {
            throw new ApiException(ErrorCode.OUT_OF_STOCK, "Nothing is reserved for order " + order + ".");
        }
    }

    /** The order came to nothing: what was reserved or sold is available again. */
    @Transactional
    public void release(UUID order) {
        if (end(order, "RESERVED", "RELEASED")) {
            lines(order).forEach(line -> move(line, "reserved", "available"));
        } else if (end(order, "COMMITTED", "RETURNED")) {
            lines(order).forEach(line -> move(line, "sold", "available"));
        } else {
            end(order, "EXPIRED", "RELEASED");
        }
    }

    /**
     * Gives back what was reserved longer than a reservation lasts.
     *
     * @return how many; there may be more
     */
    @Transactional
    public int expire() {
        var orders = jdbc.sql("""
                        select order_id from reservation where status = 'RESERVED' and expires_at < :now
                        order by expires_at limit :size for update skip locked
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .param("size", EXPIRED_AT_ONCE)
                .query((row, _) -> row.getObject("order_id", UUID.class))
                .list();
        var pieces = new TreeMap<String, Integer>();
        for (var order : orders) {
            end(order, "RESERVED", "EXPIRED");
            lines(order).forEach(line -> pieces.merge(line.sku(), line.quantity(), Integer::sum));
        }
        // All orders' goods in the one sequence.
        pieces.forEach((sku, quantity) -> move(new OrderLine(sku, quantity), "reserved", "available"));
        return orders.size();
    }

    private boolean end(UUID order, String from, String to) {
        return jdbc.sql("update reservation set status = :to where order_id = :order and status = :from")
                        .param("to", to)
                        .param("order", order)
                        .param("from", from)
                        .update()
                == 1;
    }

    private boolean is(UUID order, String status) {
        return jdbc.sql("select exists (select from reservation where order_id = :order and status = :status)")
                .param("order", order)
                .param("status", status)
                .query(Boolean.class)
                .single();
    }

    private List<OrderLine> lines(UUID order) {
        return jdbc.sql("select sku, quantity from reservation_line where order_id = :order order by sku")
                .param("order", order)
                .query((row, _) -> new OrderLine(row.getString("sku"), row.getInt("quantity")))
                .list();
    }

    /** @return false where there is not enough, or no such product */
    private boolean move(OrderLine line, String from, String to) {
        return jdbc.sql("""
                                update stock set %1$s = %1$s - :quantity, %2$s = %2$s + :quantity
                                where sku = :sku and %1$s >= :quantity
                                """.formatted(from, to))
                        .param("quantity", line.quantity())
                        .param("sku", line.sku())
                        .update()
                == 1;
    }
}
