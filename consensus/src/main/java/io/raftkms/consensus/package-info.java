/** The replicated ledger of marks. */
package io.raftkms.consensus;
