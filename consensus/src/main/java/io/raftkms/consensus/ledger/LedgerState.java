package io.raftkms.consensus.ledger;

/** placeholder */
public record LedgerState() {}
