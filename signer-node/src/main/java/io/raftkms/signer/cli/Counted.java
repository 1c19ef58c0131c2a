package io.raftkms.signer.cli;

/** Numbers with their noun. */
final class Counted {
    private Counted() {}

    /** {@code 1 member}, {@code 3 members}. */
    static String of(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
