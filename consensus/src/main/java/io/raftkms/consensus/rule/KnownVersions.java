package io.raftkms.consensus.rule;

/**
 * Which versions of log entries this build can read and decide. A build is told from another by this class alone, and by
 * nothing that the compiler copies into others: tests run members with another one in its place.
 *
 * <table>
 * <caption>Versions</caption>
 * <tr><th>version<th>table of {@link DoubleSignRule}<th>kinds of commands
 * <tr><td>1<td>version 1<td>all
 * </table>
 *
 * A version that says nothing else is decided by the table of the one before it.
 */
public final class KnownVersions {
    private KnownVersions() {}

    /** The newest one; all from 1 up to it are known, for ever. */
    public static int newest() {
        return 1;
    }

    /** Whether an entry of that version can be read, and decided as every other member does. */
    public static boolean includes(int version) {
        return version >= 1 && version <= newest();
    }
}
