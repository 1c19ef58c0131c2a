package io.raftkms.signer.link;

/** What links need to know of the cluster. All methods may be called from any thread and never block. */
public interface LeaderWatch {
    /** True while a leader (this member included, with a majority) was heard within the leaderless limit. */
    boolean leaderHeard();

    /** True from when this member leads and accepts commands until another leads or nobody does. */
    boolean leading();

    /** Calls the listener after every change of either answer, and of what {@code SignatureService.publicKey} has. */
    void onChange(Runnable listener);
}
