/**
 * A model checker: every state that a small cluster can reach, with the real rule, ledger and hello in it. What is and is
 * not covered, and which class here stands for which of the product: docs/model.md.
 */
package io.raftkms.consensus.model;
