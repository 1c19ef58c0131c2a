/** What was decided, released and refused, as a chain of hashes in data/audit; nothing here can hold a signature up. */
package io.raftkms.signer.audit;
