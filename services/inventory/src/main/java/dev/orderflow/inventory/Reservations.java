package dev.orderflow.inventory;

import dev.orderflow.contracts.OrderLine;
import dev.orderflow.contracts.Reservation;
import dev.orderflow.contracts.ReservationRequest;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Moves stock between available, reserved and sold; each move once an order, however often it is asked for. */
@Service
class Reservations {

    private final JdbcClient jdbc;

    Reservations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws ApiException UNKNOWN_SKU or OUT_OF_STOCK; then nothing is held */
    @Transactional
    public Reservation reserve(ReservationRequest request) {
        var isNew = jdbc.sql("insert into reservation (order_id, status) values (:order, 'RESERVED') on conflict do nothing")
                        .param("order", request.orderId())
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
        var held = jdbc.sql("""
                        update stock set available = available - :quantity, reserved = reserved + :quantity
                        where sku = :sku and available >= :quantity
                        """)
                .param("quantity", quantity)
                .param("sku", sku)
                .update();
        if (held == 0) {
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
                        """)
                .param("order", order)
                .query(Reservation.class)
                .single();
    }

    /** The order was paid: what was reserved is sold. */
    @Transactional
    public void commit(UUID order) {
        if (end(order, "COMMITTED")) {
            lines(order).forEach(line -> move(line, "sold"));
        }
    }

    /** The order came to nothing: what was reserved is available again. */
    @Transactional
    public void release(UUID order) {
        if (end(order, "RELEASED")) {
            lines(order).forEach(line -> move(line, "available"));
        }
    }

    private boolean end(UUID order, String status) {
        return jdbc.sql("update reservation set status = :status where order_id = :order and status = 'RESERVED'")
                        .param("status", status)
                        .param("order", order)
                        .update()
                == 1;
    }

    private List<OrderLine> lines(UUID order) {
        return jdbc.sql("select sku, quantity from reservation_line where order_id = :order order by sku")
                .param("order", order)
                .query(OrderLine.class)
                .list();
    }

    private void move(OrderLine line, String to) {
        jdbc.sql("update stock set reserved = reserved - :quantity, %1$s = %1$s + :quantity where sku = :sku".formatted(to))
                .param("quantity", line.quantity())
                .param("sku", line.sku())
                .update();
    }
}
