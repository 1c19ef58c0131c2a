package io.raftkms.signer.cli;

/** Numbers with their noun. */
public final class Counted {
    private Counted() {}

    /** {@code 1 member}, {@code 3 members}. */
    public static String of(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
