package dev.orderflow.testkit;

import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * Makes clients of a service that runs in the test, and checks its refusals. For modules that have Spring's test
 * library.
 */
public final class ServiceClient {

    private ServiceClient() {}

    /** Returns a client of the service at a port of 127.0.0.1. */
    public static RestTestClient of(int port) {
        return RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    /** Asserts that an answer is a problem document (RFC 9457) of this status and code. */
    public static void isProblem(RestTestClient.ResponseSpec answer, int status, String code) {
        answer.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo(code);
    }
}
