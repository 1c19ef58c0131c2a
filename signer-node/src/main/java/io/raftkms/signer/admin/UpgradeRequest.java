package io.raftkms.signer.admin;

/** Body of {@code POST /v1/group/finalize-upgrade}: nothing, for the next version is the only one. */
public record UpgradeRequest() {}
