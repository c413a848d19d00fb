package dev.orderflow.pager.web;

import dev.orderflow.platform.error.ApiException;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Renders errors as pages for browsers. */
@ControllerAdvice(basePackages = {"dev.orderflow.pager.web", "dev.orderflow.pager.board"})
@Order(0)
class PersonErrors {

    @ExceptionHandler(produces = MediaType.TEXT_HTML_VALUE)
    ModelAndView page(ApiException e) {
        var status = e.code().status();
        return new ModelAndView(
                "refused", Map.of("title", status.getReasonPhrase(), "detail", String.valueOf(e.getMessage())), status);
    }
}
