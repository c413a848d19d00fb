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
import org.junit.jupiter.api.Test;

class OrderStatusTest {

    private static final List<String> ALLOWED = Stream.of(
                    List.of(PLACED, RESERVED),
                    List.of(PLACED, REJECTED),
                    List.of(RESERVED, PAID),
                    List.of(RESERVED, REJECTED),
                    List.of(RESERVED, CANCELLED),
                    List.of(PAID, CONFIRMED),
                    List.of(PAID, CANCELLED),
                    List.of(CONFIRMED, CANCELLED),
                    List.of(CANCELLED, REFUNDED))
            .map(List::toString)
            .toList();

    @Test
    void theseTransitionsAreAllowedAndNoOthers() {
        var allowed = Arrays.stream(OrderStatus.values())
                .flatMap(from -> Arrays.stream(OrderStatus.values())
                        .filter(from::mayBecome)
                        .map(to -> List.of(from, to).toString()));
        assertThat(allowed).containsExactlyInAnyOrderElementsOf(ALLOWED);
    }
}
