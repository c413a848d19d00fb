/**
 * The board: renders Grafana's dashboards in the pager, where there is no Grafana. Start with {@code BoardController},
 * then {@code Board}. Uses {@code pager}, {@code stores} and, of {@code web}, the formats of times.
 */
@NullMarked
package dev.orderflow.pager.board;

import org.jspecify.annotations.NullMarked;
