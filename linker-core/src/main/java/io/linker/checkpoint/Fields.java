package io.linker.checkpoint;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object, read by type. Every method throws {@link IllegalArgumentException} with the path of the
 * member that is missing or of another type.
 *
 * @param path where the object stands in the document, "" for the top
 * @param members by name
 */
record Fields(String path, Map<String, @Nullable Object> members) {
    String string(String name) {
        return typed(name, String.class);
    }

    long number(String name) {
        return typed(name, Long.class);
    }

    Instant time(String name) {
        String text = string(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + path + name + "\" is no time: " + text, e);
        }
    }

    Fields object(String name) {
        Fields object = objectIfPresent(name);
        if (object == null) {
            throw new IllegalArgumentException("\"" + path + name + "\" is missing");
        }
        return object;
    }

    @Nullable
    Fields objectIfPresent(String name) {
        Object value = members.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("\"" + path + name + "\" is no object");
        }
        var inner = new HashMap<String, @Nullable Object>();
        map.forEach((key, member) -> inner.put(String.valueOf(key), member));
        return new Fields(path + name + ".", inner);
    }

    Map<String, Long> numbers() {
        var numbers = new HashMap<String, Long>();
        members.keySet().forEach(name -> numbers.put(name, number(name)));
        return numbers;
    }

    private <T> T typed(String name, Class<T> type) {
        Object value = members.get(name);
        if (value == null) {
            throw new IllegalArgumentException("\"" + path + name + "\" is missing");
        }
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    "\"" + path + name + "\" is no " + type.getSimpleName().toLowerCase(Locale.ROOT));
        }
        return type.cast(value);
    }
}
