package dev.orderflow.platform.json;

import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON that our own services wrote, perhaps in another version: ignores unknown fields, and still requires the
 * ones that are needed. Requests of clients are read strictly instead, see {@link JsonAutoConfiguration}.
 */
public final class TolerantJson {

    private TolerantJson() {}

    /** A mapper that passes over unknown properties, with the settings of another in all else. */
    public static JsonMapper of(JsonMapper strict) {
        return strict.rebuild()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
    }

    /**
     * Whether a record, and each record in it, has every component that is not {@code @Nullable}: what another version,
     * or another program, wrote under the same name may lack some.
     */
    public static boolean isComplete(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Collection<?> elements -> elements.stream().allMatch(TolerantJson::isComplete);
            case Record record -> isComplete(record);
            default -> true;
        };
    }

    private static boolean isComplete(Record record) {
        for (var component : record.getClass().getRecordComponents()) {
            try {
                var value = component.getAccessor().invoke(record);
                if (value == null
                        ? !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                        : !isComplete(value)) {
                    return false;
                }
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
        }
        return true;
    }
}
