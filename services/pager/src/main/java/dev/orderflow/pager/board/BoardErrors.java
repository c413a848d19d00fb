package dev.orderflow.pager.board;

import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.Problems;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers errors of the board as JSON, which its script shows in the panel's place; {@link Board} has logged them. Runs
 * after {@code PersonErrors}, which takes requests of the browser itself.
 */
@RestControllerAdvice(assignableTypes = BoardController.class)
@Order(1)
class BoardErrors {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> handle(ApiException e) {
        return ResponseEntity.status(e.code().status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problems.of(e.code(), String.valueOf(e.getMessage())));
    }
}
