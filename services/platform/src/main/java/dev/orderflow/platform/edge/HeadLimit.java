package dev.orderflow.platform.edge;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Hangs up on clients whose request's head is not complete in time. Tomcat's own limit holds for each read: a client
 * that sends a byte now and then keeps its connection for ever, and a few hundred of them keep all connections.
 */
final class HeadLimit<S> implements Handler<S> {

    private final Handler<S> tomcat;
    private final long nanos;

    /** When the first part of a head that is not complete came, by connection. */
    private final Map<SocketWrapperBase<S>, Long> begun = new ConcurrentHashMap<>();

    HeadLimit(Handler<S> tomcat, Duration limit) {
        this.tomcat = tomcat;
        this.nanos = limit.toNanos();
    }

    @Override
    public SocketState process(SocketWrapperBase<S> socket, SocketEvent event) {
        var state = tomcat.process(socket, event);
        // LONG after a read: the head is not complete. A request that is answered later is not read from meanwhile.
        if (state != SocketState.LONG || event != SocketEvent.OPEN_READ) {
            begun.remove(socket);
            return state;
        }
        var now = System.nanoTime();
        var since = begun.putIfAbsent(socket, now);
        return since == null || now - since < nanos ? state : SocketState.CLOSED;
    }

    @Override
    public Object getGlobal() {
        return tomcat.getGlobal();
    }

    @Override
    public void release(SocketWrapperBase<S> socket) {
        begun.remove(socket);
        tomcat.release(socket);
    }

    @Override
    public void pause() {
        tomcat.pause();
    }

    @Override
    public void recycle() {
        tomcat.recycle();
    }
}
