package io.raftkms.signer.config;

/**
 * When little is left for the data directory.
 *
 * @param warnFree bytes below which the member warns
 * @param floorFree bytes below which it gives up leadership and does not stand for election; not above the other
 */
public record DiskSettings(long warnFree, long floorFree) {
    private static final long MEGABYTE = 1024L * 1024;

    static final DiskSettings DEFAULT = ofMegabytes(1024, 128);

    static DiskSettings ofMegabytes(int warn, int floor) {
        return new DiskSettings(warn * MEGABYTE, floor * MEGABYTE);
    }
}
