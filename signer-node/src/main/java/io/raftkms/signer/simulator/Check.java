package io.raftkms.signer.simulator;

/**
 * One named check of the conformance list.
 *
 * @param name what must be true of a signer, in few words; stable, so that runs can be compared
 * @param demand of whom it is demanded; a body may add single promises of raftkms by {@link Probe#promised}
 * @param nodes how many validator nodes it needs
 * @param extensions whether the nodes must want vote extensions
 */
record Check(String name, Demand demand, int nodes, boolean extensions, Body body) {
    /** Throws {@link CheckFailedException} or what the node throws when the signer fails it. */
    @FunctionalInterface
    interface Body {
        void run(Probe probe) throws Exception;
    }

    /** Of every signer. */
    static Check of(String name, Body body) {
        return new Check(name, Demand.EVERY_SIGNER, 1, false, body);
    }

    static Check withExtensions(String name, Body body) {
        return new Check(name, Demand.EVERY_SIGNER, 1, true, body);
    }

    static Check withNodes(int nodes, String name, Body body) {
        return new Check(name, Demand.EVERY_SIGNER, nodes, false, body);
    }

    /** The same check, of raftkms alone. */
    Check promisedByRaftkms() {
        return new Check(name, Demand.RAFTKMS, nodes, extensions, body);
    }
}
