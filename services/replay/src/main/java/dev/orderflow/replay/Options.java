package dev.orderflow.replay;

import java.util.List;

/**
 * Options of a replay: which dead letters are selected, and what is done with them.
 *
 * @param topics whose dead letters are meant
 * @param limit dead letters, at most
 * @param listOnly shows them and sends nothing
 */
record Options(List<String> topics, long limit, boolean listOnly, boolean json) {}
