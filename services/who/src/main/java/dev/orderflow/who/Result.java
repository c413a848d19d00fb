package dev.orderflow.who;

/**
 * What came of a question.
 *
 * @param path of the requests that are compared: that of most cases, with ids left out
 * @param unit what was counted: {@code shopper}, or {@code request} where too few shoppers were all right
 * @param traces how many were read
 */
public record Result(Question question, String path, String unit, Answer answer, int traces, long milliseconds) {}
