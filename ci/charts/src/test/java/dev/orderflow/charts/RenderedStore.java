package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A store as the chart orderflow renders it: the files of its ConfigMap, and its users. */
final class RenderedStore {

    private RenderedStore() {}

    static Map<String, String> files(String store) throws IOException, InterruptedException {
        return find("ConfigMap", store)
                .map(manifest -> map(manifest.get("data")))
                .flatMap(data -> data.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, file -> (String) file.getValue()));
    }

    /** Those whose passwords its pod gets, the owner and the monitoring among them. */
    static List<String> users(String store) throws IOException, InterruptedException {
        return find("StatefulSet", store)
                .flatMap(manifest -> new Manifest("", manifest).podTemplate())
                .flatMap(pod -> list(map(pod.get("spec")), "volumes"))
                .filter(volume -> volume.get("name").equals("passwords"))
                .flatMap(volume -> list(map(volume.get("projected")), "sources"))
                .flatMap(source -> list(map(source.get("secret")), "items"))
                .map(item -> (String) item.get("path"))
                .toList();
    }

    /** The arguments of the Job kafka-access. */
    static List<String> kafkaAccess() throws IOException, InterruptedException {
        return find("Job", "kafka-access")
                .flatMap(manifest -> new Manifest("", manifest).podTemplate())
                .flatMap(pod -> Chart.containers(map(pod.get("spec"))))
                .flatMap(container -> ((List<?>) container.get("args")).stream())
                .map(String.class::cast)
                .toList();
    }

    private static Stream<Map<String, Object>> find(String kind, String name) throws IOException, InterruptedException {
        var found = new Chart("orderflow")
                .render().stream()
                        .filter(manifest -> manifest.get("kind").equals(kind)
                                && Chart.nameOf(manifest).equals(name))
                        .toList();
        if (found.isEmpty()) {
            throw new IllegalStateException("the chart renders no " + kind + " " + name);
        }
        return found.stream();
    }

    private static Stream<Map<String, Object>> list(Map<String, Object> of, String key) {
        return ((List<?>) of.get(key)).stream().map(Chart::map);
    }
}
