package dev.orderflow.load;

import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A file that lists every order of a load, a line of JSON each, for the audit to read. */
final class OrderList implements AutoCloseable {

    private final String file;
    private final FileOutputStream out;

    private OrderList(String file, FileOutputStream out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Opens the file before a load, so that no load runs whose list cannot be written. The file's present content stays
     * until {@link #write}.
     *
     * @throws LoadException if the file cannot be opened; the message says why
     */
    static OrderList open(String file) throws LoadException {
        try {
            return new OrderList(file, new FileOutputStream(file, true));
        } catch (IOException e) {
            throw new LoadException("the orders cannot be written to " + e.getMessage()
                    + "; name a file in a folder that exists and may be written to, or print them with --orders -");
        }
    }

    /**
     * Replaces the file's content.
     *
     * @throws LoadException if not every line was written, as on a full disk
     */
    void write(Stream<String> lines) throws LoadException {
        try {
            out.getChannel().truncate(0);
            var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            for (var line = lines.iterator(); line.hasNext(); ) {
                writer.write(line.next());
                writer.write('\n');
            }
            writer.flush();
        } catch (IOException e) {
            throw incomplete(e);
        }
    }

    /** Returns a line for the run with its shoppers, and then one for each order. */
    static Stream<String> lines(Load load, LoadReport report) {
        var run = Map.of(
                "id",
                report.run(),
                "began",
                report.began().toString(),
                "ended",
                report.ended().toString(),
                "shoppers",
                load.shopperIds());
        return Stream.concat(Stream.of(json("run", run)), load.orders().stream().map(OrderList::line));
    }

    private static String line(PlacedOrder order) {
        var line = new LinkedHashMap<String, Object>();
        line.put("key", order.key());
        line.put("outcome", order.outcome());
        if (order.isAccepted()) {
            line.put("id", order.id());
        }
        line.put("status", order.status());
        return json("order", line);
    }

    private static String json(String what, Object value) {
        return GatewayClient.JSON.writeValueAsString(Map.of(what, value));
    }

    @Override
    public void close() throws LoadException {
        try {
            out.close();
        } catch (IOException e) {
            throw incomplete(e);
        }
    }

    private LoadException incomplete(IOException e) {
        return new LoadException("not every order was written to " + file + ": " + e.getMessage()
                + "; name a file on another disk, or print them with --orders -");
    }
}
