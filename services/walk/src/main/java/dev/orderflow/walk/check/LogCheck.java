package dev.orderflow.walk.check;

import dev.orderflow.stores.LogSearch;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A check that asks the log store. */
interface LogCheck extends Check {

    LogSearch search();

    @Override
    default String query() {
        return search().toString();
    }

    @Override
    default @Nullable URI address() {
        return null;
    }
}
