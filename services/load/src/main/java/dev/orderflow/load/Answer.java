package dev.orderflow.load;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The outcome of one HTTP request: an answer, or why none came.
 *
 * @param status the HTTP status; 0 if no answer came
 * @param code the code of the problem document; or, if no answer came, why: {@code timeout}, {@code connect-timeout},
 *     {@code connection-refused}, {@code connection-lost}, {@code unreadable}; after {@code login:} if it is the answer
 *     to the login that the request needed
 * @param body a missing node if there is none
 */
record Answer(int status, String code, JsonNode body) {

    private static final String LOGIN = "login:";

    static Answer none(String why) {
        return new Answer(0, why, MissingNode.getInstance());
    }

    boolean is2xx() {
        return status / 100 == 2;
    }

    /** Reports whether the request may or may not have had its effect, so that the client should retry. */
    boolean leavesOpen() {
        return status == 0 || status >= 500 || status == 429;
    }

    /** Returns the answer to a request that was not sent because its login failed. */
    Answer ofLogin() {
        return new Answer(status, LOGIN + code, body);
    }

    /** Reports whether the answer is the login's, and so says nothing of the request that needed it. */
    boolean isOfLogin() {
        return code.startsWith(LOGIN);
    }

    /** Reports whether the shopper has to log in again; a shopper whose login is refused need not try. */
    boolean isSessionOver() {
        return status == 401 && !isOfLogin();
    }

    /**
     * Returns the label under which the answer is counted: {@code 201}, {@code 503 STORE_UNAVAILABLE}, {@code timeout}.
     */
    String outcome() {
        return status == 0 ? code : code.isEmpty() ? Integer.toString(status) : status + " " + code;
    }
}
