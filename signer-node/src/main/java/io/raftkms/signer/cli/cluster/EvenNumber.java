package io.raftkms.signer.cli.cluster;

/** What an even number of members is worth. */
final class EvenNumber {
    private EvenNumber() {}

    /** A sentence for people who are about to have one. */
    static String sentence(int members) {
        return members == 2
                ? "2 members survive no more failures than 1: when either ends, nothing is signed until it is back."
                : members + " members survive no more failures than " + (members - 1) + ": " + (members / 2 - 1) + ".";
    }
}
