package dev.orderflow.course.check;

import java.util.List;
import java.util.Set;

/**
 * What the check of lines has seen from outside, and the lines that the services wrote meanwhile.
 *
 * @param lines of all services
 * @param answers the header {@code Request-Id} of each answer of the check's own requests; empty where it was absent
 * @param chosen the {@code Request-Id} that the check, as a client, sent with each of its healthy requests
 * @param orders the ids of all accepted orders, of the load and of the check
 * @param failed of the answers, those of requests that failed during the trouble
 * @param culprit the service that the trouble was in
 * @param personal texts that no line may have: e-mail addresses, a card number
 */
record LineEvidence(
        List<LogLine> lines,
        List<String> answers,
        String chosen,
        List<String> orders,
        List<String> failed,
        String culprit,
        Set<String> personal) {}
