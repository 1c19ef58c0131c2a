package io.raftkms.signer.admin;

import java.util.List;

/**
 * What a reload did.
 *
 * @param changed what is in use from now on, in a few words each; empty if the files hold what the member had
 * @param needsRestart settings that differ and that a running member cannot change, each with its code
 */
public record ReloadReport(List<String> changed, List<String> needsRestart) {}
