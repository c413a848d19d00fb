package dev.orderflow.platform.error;

import dev.orderflow.platform.telemetry.RequestAttributes;
import io.opentelemetry.api.trace.Span;
import org.springframework.http.ProblemDetail;

/** Makes problem documents: RFC 9457, with the members {@code code} and {@code traceId}. */
public final class Problems {

    private Problems() {}

    public static ProblemDetail of(ErrorCode code, String detail) {
        RequestAttributes.ERROR_CODE.set(code.name());
        var problem = ProblemDetail.forStatusAndDetail(code.status(), detail);
        problem.setTitle(code.status().getReasonPhrase());
        problem.setProperty("code", code.name());
        var span = Span.current().getSpanContext();
        if (span.isValid()) {
            problem.setProperty("traceId", span.getTraceId());
        }
        return problem;
    }
}
