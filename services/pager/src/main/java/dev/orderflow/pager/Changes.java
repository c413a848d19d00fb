package dev.orderflow.pager;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/** Tells whoever looks on that something stored has changed. */
@Component
public class Changes {

    private final List<Runnable> onlookers = new CopyOnWriteArrayList<>();

    public void tell() {
        onlookers.forEach(Runnable::run);
    }

    public void onEach(Runnable onlooker) {
        onlookers.add(onlooker);
    }
}
