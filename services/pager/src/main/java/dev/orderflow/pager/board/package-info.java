/** The dashboards that Grafana draws, where there is no Grafana. */
@NullMarked
package dev.orderflow.pager.board;

import org.jspecify.annotations.NullMarked;
