package dev.orderflow.platform.edge;

import dev.orderflow.platform.deadline.Deadline;
import dev.orderflow.platform.identity.ServiceIdentity;
import java.time.Duration;
import java.util.List;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 for clients. Drops the headers that only our own services may set, and bounds the time that a head takes,
 * and the unread rest of a body. All happen around Tomcat's own adapter, since a filter comes too late: the
 * OpenTelemetry agent reads the trace context as the adapter is entered, and Tomcat reads the rest of a body after it.
 */
public final class EdgeProtocol extends Http11NioProtocol {

    /**
     * Dropped from each request. A client's deadline would make any request fail; its trace context would hide a
     * request from the traces (sampled flag 0) or join it to another client's trace.
     */
    static final List<String> INTERNAL =
            List.of(Deadline.HEADER, ServiceIdentity.HEADER, "traceparent", "tracestate", "baggage");

    /** How long a request's head may take. */
    private static final Duration HEAD = Duration.ofSeconds(10);

    private @Nullable UnreadBody unreadBody;

    /** Called by Tomcat, by this class's name. */
    public EdgeProtocol() {
        setDisableUploadTimeout(false);
        getEndpoint().setHandler(new HeadLimit<>(getHandler(), HEAD));
    }

    void setUnreadBody(UnreadBody unreadBody) {
        this.unreadBody = unreadBody;
    }

    @Override
    public void setAdapter(Adapter adapter) {
        super.setAdapter(new EdgeAdapter(adapter));
    }

    private final class EdgeAdapter implements Adapter {

        private final Adapter tomcat;

        EdgeAdapter(Adapter tomcat) {
            this.tomcat = tomcat;
        }

        @Override
        public void service(Request request, Response response) throws Exception {
            INTERNAL.forEach(request.getMimeHeaders()::removeHeader);
            tomcat.service(request, response);
            if (unreadBody != null) {
                unreadBody.finish(request);
            }
        }

        @Override
        public boolean prepare(Request request, Response response) throws Exception {
            return tomcat.prepare(request, response);
        }

        @Override
        public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
            return tomcat.asyncDispatch(request, response, event);
        }

        @Override
        public void log(Request request, Response response, long time) {
            tomcat.log(request, response, time);
        }

        @Override
        public void checkRecycled(Request request, Response response) {
            tomcat.checkRecycled(request, response);
        }

        @Override
        public String getDomain() {
            return tomcat.getDomain();
        }
    }
}
