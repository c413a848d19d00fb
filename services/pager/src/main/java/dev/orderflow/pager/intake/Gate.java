package dev.orderflow.pager.intake;

import java.util.concurrent.Semaphore;

/** Lets so many in at a time, in the order in which they came; the others wait outside, with their bodies unread. */
final class Gate {

    private final Semaphore places;

    Gate(int places) {
        this.places = new Semaphore(places, true);
    }

    /** To be closed when one is through. */
    interface Pass extends AutoCloseable {

        @Override
        void close();
    }

    Pass enter() {
        places.acquireUninterruptibly();
        return places::release;
    }
}
