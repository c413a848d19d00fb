package dev.orderflow.pager.security;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers 204 to whoever may use the pager, and 401 to others ({@link SecurityConfiguration}); for the proxy before the
 * stores.
 */
@RestController
class SessionController {

    static final String PATH = "/session";

    @GetMapping(PATH)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void session() {}
}
