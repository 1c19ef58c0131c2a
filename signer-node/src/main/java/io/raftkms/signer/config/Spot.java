package io.raftkms.signer.config;

/** A place in a configuration file; both numbers count from 1. */
public record Spot(int line, int column) implements Comparable<Spot> {
    /** Where the file as a whole is meant. */
    static final Spot START = new Spot(1, 1);

    @Override
    public int compareTo(Spot other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }

    /** As {@code line:column}, the form that editors jump to. */
    @Override
    public String toString() {
        return line + ":" + column;
    }
}
