package dev.orderflow.platform.error;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import org.springframework.http.ProblemDetail;

/** Makes problem documents: RFC 9457, with the members {@code code} and {@code traceId}. */
public final class Problems {

    private static final AttributeKey<String> ERROR_CODE = AttributeKey.stringKey("orderflow.error.code");

    private Problems() {}

    public static ProblemDetail of(ErrorCode code, String detail) {
        var span = Span.current();
        span.setAttribute(ERROR_CODE, code.name());
        var problem = ProblemDetail.forStatusAndDetail(code.status(), detail);
        problem.setTitle(code.status().getReasonPhrase());
        problem.setProperty("code", code.name());
        if (span.getSpanContext().isValid()) {
            problem.setProperty("traceId", span.getSpanContext().getTraceId());
        }
        return problem;
    }
}
