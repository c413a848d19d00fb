package dev.orderflow.e2e.scenes;

import dev.orderflow.local.LocalSystem;
import dev.orderflow.stores.trace.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The program of {@code make record-traces}: plays every scene on the local system, and keeps its trace and log lines
 * for the tests of services/walk.
 */
final class Record {

    private static final int TAKES = 4;

    private Record() {}

    private interface Scene {
        Trace play() throws Exception;
    }

    /**
     * @param arguments the checkout, the folder to write to, and the names of scenes; without names, all are recorded
     */
    static void main(String[] arguments) throws Exception {
        var folder = Files.createDirectories(Path.of(arguments[1]));
        try (var system = LocalSystem.start(Path.of(arguments[0]), LocalSystem.Setup.traced("record-traces"))) {
            var scenes = new Scenes(system);
            var all = new LinkedHashMap<String, Scene>();
            all.put("healthy-order", scenes::healthyOrder);
            all.put("login", scenes::login);
            all.put("locked-row", scenes::lockedRow);
            all.put("full-pool", scenes::fullPool);
            all.put("starved-pod", scenes::starvedPod);
            all.put("failing-consumer", scenes::failingConsumer);
            all.put("dropped-index", scenes::droppedIndex);
            all.put("service-away", scenes::serviceAway); // the last: nobody brings it back
            var wanted = Arrays.asList(arguments).subList(2, arguments.length);
            all.keySet().removeIf(name -> !wanted.isEmpty() && !wanted.contains(name));
            for (var scene : all.entrySet()) {
                keep(system, folder, scene.getKey(), scene.getValue());
            }
        }
    }

    /** Plays a scene again if it fails: on a busy machine a call may time out before it reaches the fault. */
    private static Trace played(String name, Scene scene) throws Exception {
        for (var played = 1; ; played++) {
            try {
                return scene.play();
            } catch (ConditionTimeoutException e) {
                System.out.println(name + ": " + e.getMessage());
                if (played == TAKES) {
                    throw e;
                }
            }
        }
    }

    private static void keep(LocalSystem system, Path folder, String name, Scene scene) throws Exception {
        var trace = played(name, scene);
        TimeUnit.SECONDS.sleep(6); // logs leave later than spans
        Files.writeString(folder.resolve(name + ".json"), JaegerJson.of(trace));
        Files.writeString(
                folder.resolve(name + ".logs.json"),
                JaegerJson.lines(system.receiver().logs(trace.id())) + "\n");
        System.out.println(name + ": " + trace.tree());
    }
}
