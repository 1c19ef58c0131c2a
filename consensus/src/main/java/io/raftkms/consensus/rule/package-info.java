/**
 * {@code DoubleSignRule} and the values it decides on: pure functions over immutable values. Depends on protocol only;
 * the ledger comes in to ask, nobody else changes a mark.
 */
package io.raftkms.consensus.rule;
