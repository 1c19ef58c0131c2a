package io.raftkms.signer.config;

/**
 * Where a value stands: what its reader needs to complain about it.
 *
 * @param key the key's name, with an index for an element of a list
 * @param table heading of its table
 */
record Place(Reading reading, Spot spot, String key, String table) {
    void problem(ConfigurationFault fault, String text) {
        reading.problem(spot, fault, key + " in " + table + ": " + text);
    }

    Place at(Spot other, String otherKey) {
        return new Place(reading, other, otherKey, table);
    }
}
