package io.raftkms.consensus.raft.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Reads the fields of a {@link CheckedJson} file by name and type. */
final class Fields {
    private final ObjectNode node;

    /**
     * @throws DamagedFileException if the file's field {@code format} is another than the one this program writes
     */
    Fields(ObjectNode node, int format) throws DamagedFileException {
        this.node = node;
        long found = number("format");
        if (found != format) {
            throw new DamagedFileException("it has format " + found + ", this raftkms knows only " + format);
        }
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
