package dev.orderflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {

    @Test
    void aRestartKeepsTheLogAndAStartBeginsIt(@TempDir Path folder) throws Exception {
        run(Child.start("echo", folder, Map.of(), List.of("echo", "one")));
        run(Child.restart("echo", folder, Map.of(), List.of("echo", "two")));
        assertThat(folder.resolve("echo.log")).hasContent("one\ntwo");
        run(Child.start("echo", folder, Map.of(), List.of("echo", "three")));
        assertThat(folder.resolve("echo.log")).hasContent("three");
    }

    private static void run(Child child) throws InterruptedException {
        child.finish(Child.START);
    }

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
