package dev.orderflow.load;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What came back of one request.
 *
 * @param status 0 where nothing came
 * @param code the problem's; or, where nothing came, why: {@code timeout}, {@code connect-timeout},
 *     {@code connection-refused}, {@code connection-lost}, {@code unreadable}
 * @param body missing where there is none
 */
record Answer(int status, String code, JsonNode body) {

    static Answer none(String why) {
        return new Answer(0, why, MissingNode.getInstance());
    }

    boolean is2xx() {
        return status / 100 == 2;
    }

    /** Whether the request may or may not have had its effect, or never came through: asking again is right. */
    boolean leavesOpen() {
        return status == 0 || status >= 500 || status == 429;
    }

    /** The shopper has to log in again. */
    boolean isSessionOver() {
        return status == 401 && !code.equals("INVALID_CREDENTIALS");
    }

    /** As it is counted: {@code 201}, {@code 503 STORE_UNAVAILABLE}, {@code timeout}. */
    String outcome() {
        return status == 0 ? code : code.isEmpty() ? Integer.toString(status) : status + " " + code;
    }
}
