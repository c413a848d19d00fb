package dev.orderflow.pager;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/** Publishes that something stored has changed, to listeners in this process. */
@Component
public class Changes {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public void publish() {
        listeners.forEach(Runnable::run);
    }

    public void onEach(Runnable listener) {
        listeners.add(listener);
    }
}
