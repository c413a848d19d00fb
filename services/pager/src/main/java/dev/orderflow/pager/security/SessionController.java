package dev.orderflow.pager.security;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers 204 to whoever may use the pager, and 401 to others ({@link SecurityConfiguration}). The authenticating proxy
 * in front of the stores asks it about each request.
 */
@RestController
class SessionController {

    static final String PATH = "/session";

    @GetMapping(PATH)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void session() {}
}
