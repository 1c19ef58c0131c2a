package io.raftkms.chaos.judge;

/** Promises that can be judged from outside, by the numbers that the documentation gives them. */
public enum Promise {
    S1("two signatures for one height, round and step over different bytes"),
    S3("bytes released that nobody had asked for before something higher was released"),
    S6("a signature that does not verify under the enrolled public key"),
    S7("a vote extension signed without its precommit for a block"),
    S8("signed bytes that are no canonical message, or not the one asked for");

    private final String broken;

    Promise(String broken) {
        this.broken = broken;
    }

    /** What it is when the promise is broken. */
    public String broken() {
        return broken;
    }
}
