package dev.orderflow.charts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Secret as Helm sends it to an API server: in Kubernetes' envelope of protobuf. The numbers of the fields are those
 * of k8s.io/api/core/v1 and k8s.io/apimachinery/pkg/apis/meta/v1.
 *
 * @param json the same in JSON: its name, labels, type and data
 */
record SentSecret(String name, String json) {

    private static final int ENVELOPES_CONTENT = 2;

    /** Of a message: its number, and its bytes. Numbers, of which none is needed, are left out. */
    private record Field(int number, byte[] value) {}

    static SentSecret of(byte[] body) {
        if (!new String(body, 0, 4, StandardCharsets.ISO_8859_1).equals("k8s\0")) {
            throw new IllegalArgumentException("it is no protobuf: " + new String(body, StandardCharsets.UTF_8));
        }
        var secret = fields(one(fields(ByteBuffer.wrap(body, 4, body.length - 4)), ENVELOPES_CONTENT));
        var metadata = fields(one(secret, 1));
        var name = new String(one(metadata, 1), StandardCharsets.UTF_8);
        return new SentSecret(name, """
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "%s", "namespace": "%s", "labels": %s}, "type": "%s", "data": %s}""".formatted(
                        name,
                        ApiServer.NAMESPACE,
                        entries(metadata, 11, false),
                        new String(one(secret, 3), StandardCharsets.UTF_8),
                        entries(secret, 2, true)));
    }

    /** A map's JSON. */
    private static String entries(List<Field> message, int number, boolean isBytes) {
        return message.stream()
                .filter(field -> field.number() == number)
                .map(field -> fields(field.value()))
                .map(entry -> "\"%s\": \"%s\""
                        .formatted(
                                new String(one(entry, 1), StandardCharsets.UTF_8),
                                isBytes
                                        ? Base64.getEncoder().encodeToString(one(entry, 2))
                                        : new String(one(entry, 2), StandardCharsets.UTF_8)))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static byte[] one(List<Field> message, int number) {
        return message.stream()
                .filter(field -> field.number() == number)
                .findFirst()
                .map(Field::value)
                .orElse(new byte[0]);
    }

    private static List<Field> fields(byte[] message) {
        return fields(ByteBuffer.wrap(message));
    }

    private static List<Field> fields(ByteBuffer message) {
        var fields = new ArrayList<Field>();
        while (message.hasRemaining()) {
            var tag = number(message);
            switch ((int) tag & 7) {
                case 0 -> number(message);
                case 1 -> message.position(message.position() + 8);
                case 2 -> {
                    var value = new byte[(int) number(message)];
                    message.get(value);
                    fields.add(new Field((int) (tag >> 3), value));
                }
                case 5 -> message.position(message.position() + 4);
                default -> throw new IllegalArgumentException("no wire type: " + (tag & 7));
            }
        }
        return fields;
    }

    private static long number(ByteBuffer message) {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            var part = message.get();
            number |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return number;
            }
        }
    }
}
