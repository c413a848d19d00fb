/**
 * The check of {@code make verify-grafana}: opens the dashboards of a running Grafana in a browser, and follows its
 * links.
 */
@NullMarked
package dev.orderflow.e2e.grafana;

import org.jspecify.annotations.NullMarked;
