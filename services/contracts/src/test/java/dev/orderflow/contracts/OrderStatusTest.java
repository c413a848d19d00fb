package dev.orderflow.contracts;

import static dev.orderflow.contracts.OrderStatus.CANCELLED;
import static dev.orderflow.contracts.OrderStatus.CONFIRMED;
import static dev.orderflow.contracts.OrderStatus.PAID;
import static dev.orderflow.contracts.OrderStatus.PLACED;
import static dev.orderflow.contracts.OrderStatus.REFUNDED;
import static dev.orderflow.contracts.OrderStatus.REJECTED;
import static dev.orderflow.contracts.OrderStatus.RESERVED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrderStatusTest {

    private static final List<List<OrderStatus>> ALLOWED = List.of(
            List.of(PLACED, RESERVED),
            List.of(PLACED, REJECTED),
            List.of(RESERVED, PAID),
            List.of(RESERVED, REJECTED),
            List.of(RESERVED, CANCELLED),
            List.of(PAID, CONFIRMED),
            List.of(PAID, CANCELLED),
            List.of(CONFIRMED, CANCELLED),
            List.of(CANCELLED, REFUNDED));

    static Stream<List<OrderStatus>> everyPair() {
        return Arrays.stream(OrderStatus.values())
                .flatMap(from -> Arrays.stream(OrderStatus.values()).map(to -> List.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void theseTransitionsAreAllowedAndNoOthers(List<OrderStatus> pair) {
        var from = pair.getFirst();
        var to = pair.getLast();
        assertThat(from.mayBecome(to)).isEqualTo(ALLOWED.contains(pair));
        assertThat(to.predecessors().contains(from)).isEqualTo(ALLOWED.contains(pair));
    }
}
