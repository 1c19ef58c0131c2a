package io.raftkms.signer.admin;

/** Who leads now, and how long it took. */
public record TransferReport(String leader, long milliseconds) {}
