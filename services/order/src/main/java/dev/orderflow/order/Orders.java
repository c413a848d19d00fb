package dev.orderflow.order;

import dev.orderflow.contracts.OrderCancelled;
import dev.orderflow.contracts.OrderLine;
import dev.orderflow.contracts.OrderPaid;
import dev.orderflow.contracts.OrderPlaced;
import dev.orderflow.contracts.OrderStatus;
import dev.orderflow.contracts.OrderView;
import dev.orderflow.contracts.Reservation;
import dev.orderflow.contracts.Topics;
import dev.orderflow.platform.outbox.Outbox;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Stored orders and their transitions. Each change appends its event to the outbox in its own transaction. */
@Repository
class Orders {

    private static final String SELECT = """
            select id, user_id, status, reason, reason_detail, accepted, total_minor, currency, card_token, request_hash, placed_at
            from "order"
            """;

    private static final AttributeKey<String> STOOD = AttributeKey.stringKey("order.status");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("order.reason");

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Clock clock;
    private final LongCounter rejections;

    Orders(JdbcClient jdbc, Outbox outbox, Clock clock, Meter meter) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.clock = clock;
        this.rejections = meter.counterBuilder("order.rejected")
                .setDescription("Orders that came to nothing, by where they stood, and why.")
                .setUnit("{order}")
                .build();
    }

    /**
     * Writes the order, without a price, unless its shopper's idempotency key has made one before.
     *
     * @return the order of that key: the new one or the one from before
     */
    @Transactional
    public Order place(NewOrder order) {
        var now = now();
        var isNew = jdbc.sql("""
                                insert into "order" (id, user_id, address_id, status, total_minor, currency, card_token,
                                                     idempotency_key, request_hash, placed_at, changed_at)
                                values (?, ?, ?, ?, 0, 'EUR', ?, ?, ?, ?, ?)
                                on conflict (user_id, idempotency_key) do nothing
                                """)
                        .param(order.id())
                        .param(order.userId())
                        .param(order.addressId())
                        .param(OrderStatus.PLACED.name())
                        .param(order.cardToken())
                        .param(order.idempotencyKey())
                        .param(order.requestHash())
                        .param(Timestamp.from(now))
                        .param(Timestamp.from(now))
                        .update()
                == 1;
        if (!isNew) {
            return jdbc.sql(SELECT + "where user_id = :userId and idempotency_key = :key")
                    .param("userId", order.userId())
                    .param("key", order.idempotencyKey())
                    .query(Orders::order)
                    .single();
        }
        for (var i = 0; i < order.lines().size(); i++) {
            var line = order.lines().get(i);
            jdbc.sql("insert into order_line (order_id, number, sku, quantity) values (:order, :number, :sku, "
                            + ":quantity)")
                    .param("order", order.id())
                    .param("number", i + 1)
                    .param("sku", line.sku())
                    .param("quantity", line.quantity())
                    .update();
        }
        return byId(order.id());
    }

    /** Its stock is reserved, which gives it its price: accepted. */
    @Transactional
    public void reserved(Order order, Reservation reservation) {
        jdbc.sql("""
                        update "order" set accepted = true, total_minor = :totalMinor, currency = :currency
                        where id = :id and status = 'PLACED'
                        """)
                .param("totalMinor", reservation.totalMinor())
                .param("currency", reservation.currency())
                .param("id", order.id())
                .update();
        if (!move(order.id(), OrderStatus.RESERVED)) {
            return;
        }
        outbox.append(
                Topics.ORDERS,
                new OrderPlaced(
                        UUID.randomUUID(),
                        order.id(),
                        order.userId(),
                        reservation.totalMinor(),
                        reservation.currency(),
                        order.cardToken(),
                        now()));
    }

    /**
     * Rejects an order. Publishes no event: no other service knows the order yet, or the one that does reported the
     * failure.
     *
     * @param from where it stands if this is still true
     * @param reason a code
     * @param detail the message for its shopper
     * @return false where it stands elsewhere by now
     */
    @Transactional
    public boolean rejected(UUID id, OrderStatus from, String reason, String detail) {
        if (!move(id, List.of(from), OrderStatus.REJECTED)) {
            return false;
        }
        jdbc.sql("update \"order\" set reason = :reason, reason_detail = :detail where id = :id")
                .param("reason", reason)
                .param("detail", detail)
                .param("id", id)
                .update();
        rejections.add(1, Attributes.of(STOOD, from.name(), REASON, reason));
        return true;
    }

    /** Its stock was lost after its payment was authorised: that payment is to be voided. */
    @Transactional
    public void rejectedAfterPayment(UUID id, String reason, String detail) {
        if (rejected(id, OrderStatus.RESERVED, reason, detail)) {
            publishCancelled(byId(id));
        }
    }

    @Transactional
    public void paid(UUID id) {
        if (move(id, OrderStatus.PAID)) {
            outbox.append(Topics.ORDERS, new OrderPaid(UUID.randomUUID(), id, now()));
        }
    }

    /** @return false where its state does not allow it */
    boolean confirmed(UUID id) {
        return move(id, OrderStatus.CONFIRMED);
    }

    /** @return false where its state does not allow it */
    @Transactional
    public boolean cancelled(UUID id) {
        var moved = move(id, OrderStatus.CANCELLED);
        if (moved) {
            publishCancelled(byId(id));
        }
        return moved;
    }

    boolean refunded(UUID id) {
        return move(id, OrderStatus.REFUNDED);
    }

    /** Orders that were written this long ago, and whose shoppers never got an answer. */
    List<Order> abandoned(Duration age, int size) {
        return jdbc.sql(SELECT + "where status = 'PLACED' and changed_at < :before order by changed_at limit :size")
                .param("before", Timestamp.from(clock.instant().minus(age)))
                .param("size", size)
                .query(Orders::order)
                .list();
    }

    /** Since when the oldest of the orders waits that are accepted and not paid: the first entry of an index. */
    Optional<Instant> oldestUnpaid() {
        return jdbc.sql("select changed_at from \"order\" where status = 'RESERVED' order by changed_at limit 1")
                .query((row, _) -> row.getTimestamp("changed_at").toInstant())
                .optional();
    }

    Order byId(UUID id) {
        return jdbc.sql(SELECT + "where id = :id")
                .param("id", id)
                .query(Orders::order)
                .single();
    }

    Optional<OrderView> find(UUID id) {
        return jdbc.sql(SELECT + "where id = :id")
                .param("id", id)
                .query(Orders::order)
                .optional()
                .map(order -> order.view(lines(id)));
    }

    /** An order, only if it is this shopper's. */
    Optional<OrderView> find(UUID id, UUID userId) {
        return jdbc.sql(SELECT + "where id = :id and user_id = :userId")
                .param("id", id)
                .param("userId", userId)
                .query(Orders::order)
                .optional()
                .map(order -> order.view(lines(id)));
    }

    /** A shopper's newest orders, without their lines. */
    List<OrderView> newest(UUID userId, int size) {
        return jdbc
                .sql(SELECT + "where user_id = :userId order by placed_at desc limit :size")
                .param("userId", userId)
                .param("size", size)
                .query(Orders::order)
                .list()
                .stream()
                .map(order -> order.view(List.of()))
                .toList();
    }

    private boolean move(UUID id, OrderStatus to) {
        return move(id, to.predecessors(), to);
    }

    /** The one way in which an order's state changes. */
    private boolean move(UUID id, List<OrderStatus> from, OrderStatus to) {
        if (!to.predecessors().containsAll(from)) {
            throw new IllegalArgumentException("no order goes from " + from + " to " + to);
        }
        return jdbc.sql("update \"order\" set status = :to, changed_at = :now where id = :id and status in (:from)")
                        .param("to", to.name())
                        .param("now", Timestamp.from(now()))
                        .param("id", id)
                        .param("from", from.stream().map(Enum::name).toList())
                        .update()
                == 1;
    }

    private void publishCancelled(Order order) {
        outbox.append(
                Topics.ORDERS,
                new OrderCancelled(
                        UUID.randomUUID(), order.id(), order.userId(), order.totalMinor(), order.currency(), now()));
    }

    List<OrderLine> lines(UUID id) {
        return jdbc.sql("select sku, quantity from order_line where order_id = :order order by number")
                .param("order", id)
                .query((row, _) -> new OrderLine(row.getString("sku"), row.getInt("quantity")))
                .list();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS); // what PostgreSQL keeps
    }

    private static Order order(ResultSet row, int number) throws SQLException {
        return new Order(
                row.getObject("id", UUID.class),
                row.getObject("user_id", UUID.class),
                OrderStatus.valueOf(row.getString("status")),
                row.getString("reason"),
                row.getString("reason_detail"),
                row.getBoolean("accepted"),
                row.getLong("total_minor"),
                row.getString("currency"),
                row.getString("card_token"),
                row.getString("request_hash"),
                row.getTimestamp("placed_at").toInstant());
    }

    /** What is written first of an order. */
    record NewOrder(
            UUID id,
            UUID userId,
            UUID addressId,
            String cardToken,
            List<OrderLine> lines,
            @Nullable String idempotencyKey,
            String requestHash) {}

    /** A row. */
    record Order(
            UUID id,
            UUID userId,
            OrderStatus status,
            @Nullable String reason,
            @Nullable String reasonDetail,
            boolean accepted,
            long totalMinor,
            String currency,
            String cardToken,
            @Nullable String requestHash,
            Instant placedAt) {

        OrderView view(List<OrderLine> lines) {
            return new OrderView(id, status, reason, totalMinor, currency, lines, placedAt);
        }

        /** The view that its shopper received first. */
        OrderView accepted(List<OrderLine> lines) {
            return new OrderView(id, OrderStatus.RESERVED, null, totalMinor, currency, lines, placedAt);
        }
    }
}
