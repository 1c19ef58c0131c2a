package io.raftkms.chaos.run;

/** The machine that a run is on, as reports name it. */
public final class Host {
    private Host() {}

    /** Processors, system, Java. */
    public static String text() {
        return Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + ", Java " + System.getProperty("java.version");
    }
}
