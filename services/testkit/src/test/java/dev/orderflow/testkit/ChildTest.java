package dev.orderflow.testkit;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {

    /**
     * A test that waits on the common pool, as by {@code thenAcceptAsync}, must not keep another from killing a
     * program.
     */
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aProgramIsKilledThoughTheCommonPoolIsBusy(@TempDir Path folder) throws Exception {
        var over = new CountDownLatch(1);
        try {
            for (var thread = 0; thread < ForkJoinPool.getCommonPoolParallelism(); thread++) {
                ForkJoinPool.commonPool().execute(() -> {
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            Child.start("sleep", folder, Map.of(), List.of("sleep", "60")).kill();
        } finally {
            over.countDown();
        }
    }
}
