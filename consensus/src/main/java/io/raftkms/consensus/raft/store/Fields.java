package io.raftkms.consensus.raft.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the fields of a {@link CheckedJson} file by name and type. */
final class Fields {
    private final ObjectNode node;

    /**
     * @throws UnknownFormatException if the file's field {@code format} is another than the one this program writes
     */
    Fields(ObjectNode node, int format) throws DamagedFileException {
        this.node = node;
        long found = number("format");
        if (found != format) {
            throw new UnknownFormatException(found, format);
        }
    }

    private Fields(ObjectNode node) {
        this.node = node;
    }

    /** The objects in an object, by name. */
    Map<String, Fields> objects(String name) throws DamagedFileException {
        if (!(node.path(name) instanceof ObjectNode parent)) {
            throw new DamagedFileException("it has no object " + name);
        }
        Map<String, Fields> objects = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : parent.properties()) {
            if (!(field.getValue() instanceof ObjectNode object)) {
                throw new DamagedFileException("it has no object " + field.getKey());
            }
            objects.put(field.getKey(), new Fields(object));
        }
        return objects;
    }

    String text(String name) throws DamagedFileException {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new DamagedFileException("it has no text " + name);
        }
        return value.textValue();
    }

    /** A whole number from 0. */
    long number(String name) throws DamagedFileException {
        JsonNode value = node.path(name);
        if (!value.canConvertToLong() || !value.isIntegralNumber() || value.longValue() < 0) {
            throw new DamagedFileException("it has no number " + name);
        }
        return value.longValue();
    }

    boolean truth(String name) throws DamagedFileException {
        JsonNode value = node.path(name);
        if (!value.isBoolean()) {
            throw new DamagedFileException("it has no true or false " + name);
        }
        return value.booleanValue();
    }

    /** Two numbers that are there together or not at all. */
    Optional<LogPosition> position(String term, String index) throws DamagedFileException {
        if (!node.has(term) && !node.has(index)) {
            return Optional.empty();
        }
        return Optional.of(new LogPosition(number(term), number(index)));
    }
}
