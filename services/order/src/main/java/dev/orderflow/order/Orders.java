package dev.orderflow.order;

import dev.orderflow.contracts.OrderLine;
import dev.orderflow.contracts.OrderPlaced;
import dev.orderflow.contracts.OrderStatus;
import dev.orderflow.contracts.OrderView;
import dev.orderflow.contracts.PlaceOrderRequest;
import dev.orderflow.contracts.Reservation;
import dev.orderflow.contracts.Topics;
import dev.orderflow.platform.outbox.Outbox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

@Repository
class Orders {

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Clock clock;

    Orders(JdbcClient jdbc, Outbox outbox, Clock clock) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Writes the order and, in the same transaction, the event that tells of it. */
    @Transactional
    public OrderView place(UUID id, UUID userId, PlaceOrderRequest request, Reservation reservation) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS); // what PostgreSQL keeps
        jdbc.sql("""
                        insert into "order" (id, user_id, address_id, status, total_minor, currency, placed_at)
                        values (:id, :userId, :addressId, :status, :totalMinor, :currency, :placedAt)
                        """)
                .param("id", id)
                .param("userId", userId)
                .param("addressId", request.addressId())
                .param("status", OrderStatus.PLACED.name())
                .param("totalMinor", reservation.totalMinor())
                .param("currency", reservation.currency())
                .param("placedAt", Timestamp.from(now))
                .update();
        for (var i = 0; i < request.lines().size(); i++) {
            var line = request.lines().get(i);
            jdbc.sql("insert into order_line (order_id, number, sku, quantity) values (:order, :number, :sku, :quantity)")
                    .param("order", id)
                    .param("number", i + 1)
                    .param("sku", line.sku())
                    .param("quantity", line.quantity())
                    .update();
        }
        outbox.append(
                Topics.ORDERS,
                new OrderPlaced(
                        UUID.randomUUID(), id, userId, reservation.totalMinor(), reservation.currency(), now));
        return new OrderView(
                id, OrderStatus.PLACED, reservation.totalMinor(), reservation.currency(), request.lines(), now);
    }

    void confirm(UUID id) {
        jdbc.sql("update \"order\" set status = :status where id = :id")
                .param("status", OrderStatus.CONFIRMED.name())
                .param("id", id)
                .update();
    }

    /** An order, only if it is this shopper's. */
    Optional<OrderView> find(UUID id, UUID userId) {
        return jdbc.sql("""
                        select id, status, total_minor, currency, placed_at from "order"
                        where id = :id and user_id = :userId
                        """)
                .param("id", id)
                .param("userId", userId)
                .query((row, number) -> view(row, lines(id)))
                .optional();
    }

    /** A shopper's newest orders, without their lines. */
    List<OrderView> newest(UUID userId, int size) {
        return jdbc.sql("""
                        select id, status, total_minor, currency, placed_at from "order"
                        where user_id = :userId order by placed_at desc limit :size
                        """)
                .param("userId", userId)
                .param("size", size)
                .query((row, number) -> view(row, List.of()))
                .list();
    }

    private List<OrderLine> lines(UUID id) {
        return jdbc.sql("select sku, quantity from order_line where order_id = :id order by number")
                .param("id", id)
                .query(OrderLine.class)
                .list();
    }

    private static OrderView view(ResultSet row, List<OrderLine> lines) throws SQLException {
        return new OrderView(
                row.getObject("id", UUID.class),
                OrderStatus.valueOf(row.getString("status")),
                row.getLong("total_minor"),
                row.getString("currency"),
                lines,
                row.getTimestamp("placed_at").toInstant());
    }
}
