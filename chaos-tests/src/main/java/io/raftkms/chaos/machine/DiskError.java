package io.raftkms.chaos.machine;

/** Errors by their number on Linux. */
public enum DiskError {
    EIO(5),
    ENOSPC(28),
    EROFS(30);

    private final int number;

    DiskError(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
