package dev.orderflow.who;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes units of requests. */
final class Units {

    private Units() {}

    /**
     * Makes a unit of each shopper. One is a case if one of the shopper's requests is, and has the attributes of the
     * first of those; a control has those of a request of a minute that has cases, if there is one.
     */
    static List<Unit> ofShoppers(List<Request> requests, Selection selection) {
        var names = names(requests);
        var minutes = requests.stream()
                .filter(selection::isCase)
                .map(request -> minute(request.at()))
                .collect(Collectors.toSet());
        var byShopper = new LinkedHashMap<String, List<Request>>();
        for (var request : requests) {
            byShopper.computeIfAbsent(unit(request), _ -> new ArrayList<>()).add(request);
        }
        return byShopper.entrySet().stream()
                .map(entry -> {
                    var failed =
                            entry.getValue().stream().filter(selection::isCase).findFirst();
                    var shown = failed.orElseGet(() -> control(entry.getKey(), entry.getValue(), minutes));
                    return new Unit(
                            entry.getKey(),
                            failed.isPresent(),
                            selection.isWithinMinutes() ? minute(shown.at()) : 0,
                            attributes(shown, names, selection),
                            shown.traceId());
                })
                .toList();
    }

    private static Request control(String shopper, List<Request> requests, Set<Long> minutes) {
        var comparable = requests.stream()
                .filter(request -> minutes.contains(minute(request.at())))
                .toList();
        var among = comparable.isEmpty() ? requests : comparable;
        return among.get(Math.floorMod(shopper.hashCode(), among.size()));
    }

    /**
     * Makes a unit of each request in the minutes that have both selections, where shoppers are few: each is compared
     * with others of the same shopper, so that whatever belongs to the shopper tells nothing. What a shopper tries
     * again with the same result is one.
     */
    static List<Unit> ofRequests(List<Request> requests, Selection selection) {
        var names = names(requests);
        var withCases = new HashSet<Long>();
        var withControls = new HashSet<Long>();
        requests.forEach(request -> (selection.isCase(request) ? withCases : withControls).add(minute(request.at())));
        var strata = new LinkedHashSet<String>();
        var tried = new HashSet<List<Object>>();
        var units = new ArrayList<Unit>();
        for (var request : requests) {
            var minute = minute(request.at());
            if (selection.isWithinMinutes() && !(withCases.contains(minute) && withControls.contains(minute))) {
                continue;
            }
            var isCase = selection.isCase(request);
            var attributes = attributes(request, names, selection);
            if (!tried.add(List.of(unit(request), isCase, Attributes.withoutPlaces(request.inner())))) {
                continue;
            }
            var stratum = request.shopper().isEmpty() ? "minute " + minute : request.shopper();
            strata.add(stratum);
            units.add(new Unit(
                    request.traceId(),
                    isCase,
                    selection.isWithinMinutes() ? List.copyOf(strata).indexOf(stratum) : 0,
                    attributes,
                    request.traceId()));
        }
        return units;
    }

    private static String unit(Request request) {
        return request.shopper().isEmpty() ? request.traceId() : request.shopper();
    }

    private static long minute(Instant at) {
        return at.getEpochSecond() / 60;
    }

    /** Returns the names of the first service's attributes, without those that tell nothing but the time. */
    private static Set<String> names(List<Request> requests) {
        var names = requests.stream()
                .flatMap(request -> request.attributes().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        names.removeAll(Attributes.clocks(requests));
        return names;
    }

    /** Returns the attributes of a request; where the first service knows none of a name, that counts, too. */
    private static Map<String, String> attributes(Request request, Set<String> names, Selection selection) {
        var all = new LinkedHashMap<>(request.inner());
        names.stream()
                .filter(name -> request.attributes().containsKey(name) || Attributes.canBeAbsent(name))
                .forEach(name -> all.put(name, request.attributes().getOrDefault(name, Unit.ABSENT)));
        all.keySet().removeIf(selection::isMadeBy);
        return all;
    }
}
