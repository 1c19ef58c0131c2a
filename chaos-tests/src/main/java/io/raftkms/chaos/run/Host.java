package io.raftkms.chaos.run;

/** The machine that a run is on, as reports name it. */
public final class Host {
    private Host() {}

    /** Processors, system, Java. */
    public static String text() {
        return Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.name") + " "
                + release() + ", Java " + System.getProperty("java.version");
    }

    /** Its first two numbers: what follows names a build. */
    private static String release() {
        String[] parts = System.getProperty("os.version").split("[.-]");
        return parts[0] + (parts.length > 1 ? "." + parts[1] : "");
    }
}
