package dev.orderflow.auth;

import dev.orderflow.contracts.Session;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.identity.Caller;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Internal endpoint at which the gateway looks up a session: 404 where it has ended. */
@RestController
class SessionController {

    private final Sessions sessions;

    SessionController(Sessions sessions) {
        this.sessions = sessions;
    }

    @GetMapping("/internal/sessions/{id}")
    Session session(@PathVariable UUID id) {
        Caller.requireSession(id);
        return sessions.find(id).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "No such session."));
    }
}
