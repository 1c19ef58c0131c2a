/**
 * What raftkms tells people when something fails: codes, exit codes, texts. Knows the faults of consensus, keys and
 * configuration, which know no messages; the rooms above them throw them.
 */
package io.raftkms.signer.message;
