package io.raftkms.signer.simulator;

/**
 * One named check of the conformance list.
 *
 * @param name what must be true of a signer, in few words; stable, so that runs can be compared
 * @param nodes how many validator nodes it needs
 * @param extensions whether the nodes must know vote extensions
 */
record Check(String name, int nodes, boolean extensions, Body body) {
    /** Throws {@link CheckFailedException} or what the node throws when the signer fails it. */
    @FunctionalInterface
    interface Body {
        void run(Probe probe) throws Exception;
    }

    static Check of(String name, Body body) {
        return new Check(name, 1, false, body);
    }

    static Check withExtensions(String name, Body body) {
        return new Check(name, 1, true, body);
    }

    static Check withNodes(int nodes, String name, Body body) {
        return new Check(name, nodes, false, body);
    }
}
