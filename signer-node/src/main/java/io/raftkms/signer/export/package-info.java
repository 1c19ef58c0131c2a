/** What leaves: sealed marks in the files of other signers, and signed bundles of the whole ledger. Knows no socket. */
package io.raftkms.signer.export;
