package dev.orderflow.platform.error;

import dev.orderflow.platform.database.SqlState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers 503, to be tried again, where a store is away, is lost on the way, gives no connection, or says that its
 * state allows no such command. Runs before {@link ErrorAdvice}, which takes everything, and only where a service has a
 * store.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class StoreAdvice {

    private static final Logger log = LoggerFactory.getLogger(StoreAdvice.class);

    @ExceptionHandler({
        CannotCreateTransactionException.class,
        DataAccessResourceFailureException.class,
        RecoverableDataAccessException.class,
        TransactionSystemException.class,
        TransientDataAccessException.class
    })
    ResponseEntity<ProblemDetail> handle(Exception e) {
        return unavailable(e);
    }

    /** Handles failures that Spring has no class for: their message tells whether the store's state is the reason. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> handle(UncategorizedDataAccessException e) {
        return StoreState.isReasonOf(e) ? unavailable(e) : ErrorAdvice.unexpected(e);
    }

    private static ResponseEntity<ProblemDetail> unavailable(Exception e) {
        SqlState.record(e);
        log.error("a store did not answer", e);
        var problem = Problems.of(
                ErrorCode.STORE_UNAVAILABLE, "A store of this service does not answer: try again in a moment.");
        return ResponseEntity.status(problem.getStatus()).body(problem);
    }
}
