package io.raftkms.signer.admin;

import java.util.List;

/**
 * What a pause or resume left.
 *
 * @param keys those that it was for, as they are now
 */
public record PauseReport(List<LedgerReport.Key> keys) {}
