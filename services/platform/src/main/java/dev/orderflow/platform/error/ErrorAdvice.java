package dev.orderflow.platform.error;

import dev.orderflow.platform.database.SqlState;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.databind.exc.MismatchedInputException;

/** Turns every exception of a controller into a problem. */
@RestControllerAdvice
class ErrorAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ErrorAdvice.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> handle(ApiException e) {
        if (e.code() == ErrorCode.OVERLOADED) {
            // A refusal, and of those there are many at once: a stack trace of each is more work than an answer.
            log.warn("{}: {}", e.code(), e.getMessage());
        } else if (e.code().status().is5xxServerError()) {
            log.error("{}: {}", e.code(), e.getMessage(), e);
        } else {
            log.info("{}: {}", e.code(), e.getMessage());
        }
        return answer(Problems.of(e.code(), String.valueOf(e.getMessage())));
    }

    /** Spring Security's firewall throws where a header or parameter that it refuses is first read. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> handle(RequestRejectedException e) {
        return answer(
                Problems.of(ErrorCode.MALFORMED_REQUEST, "A header or parameter has characters that are not allowed."));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> handle(Exception e) {
        return unexpected(e);
    }

    /** Logs the exception and answers 500: a mistake of ours. */
    static ResponseEntity<ProblemDetail> unexpected(Exception e) {
        SqlState.record(e);
        log.error("unexpected", e);
        return answer(
                Problems.of(ErrorCode.INTERNAL, "Something went wrong here. The trace id helps to find out what."));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var detail = e.getFieldErrors().stream()
                .map(error -> error.getField() + " " + error.getDefaultMessage())
                .sorted()
                .collect(Collectors.joining("; "));
        return respond(e, ErrorCode.VALIDATION_FAILED, detail, headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var detail = e.getParameterValidationResults().stream()
                .flatMap(result -> result.getResolvableErrors().stream()
                        .map(error -> result.getMethodParameter().getParameterName() + " " + error.getDefaultMessage()))
                .sorted()
                .collect(Collectors.joining("; "));
        return respond(e, ErrorCode.VALIDATION_FAILED, detail, headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        // Jackson's own words name its classes; the path is what helps a caller.
        var detail = e.getCause() instanceof MismatchedInputException mismatch
                        && !mismatch.getPath().isEmpty()
                ? "The body does not fit at " + path(mismatch) + "."
                : "The body is not the JSON that is expected here.";
        return respond(e, ErrorCode.MALFORMED_REQUEST, detail, headers, request);
    }

    /** All that Spring MVC refuses by itself. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body == null && e instanceof ErrorResponse refusal) {
            body = refusal.getBody();
        }
        if (body instanceof ProblemDetail problem
                && (problem.getProperties() == null || !problem.getProperties().containsKey("code"))) {
            body = Problems.of(ErrorCode.of(status.value()), String.valueOf(problem.getDetail()));
        }
        var all = new HttpHeaders(headers);
        all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return super.handleExceptionInternal(e, body, all, status, request);
    }

    private @Nullable ResponseEntity<Object> respond(
            Exception e, ErrorCode code, String detail, HttpHeaders headers, WebRequest request) {
        return handleExceptionInternal(e, Problems.of(code, detail), headers, code.status(), request);
    }

    private static String path(MismatchedInputException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() != null ? step.getPropertyName() : "[" + step.getIndex() + "]")
                .collect(Collectors.joining("."));
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        // Said here, since a caller that accepts nothing of ours gets the reason all the same.
        var answer = ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (problem.getStatus() == HttpStatus.TOO_MANY_REQUESTS.value()) {
            answer.header(HttpHeaders.RETRY_AFTER, "1"); // a place is free again as soon as another request ends
        }
        return answer.body(problem);
    }
}
