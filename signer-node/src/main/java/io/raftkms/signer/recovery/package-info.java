/** Recovery after the loss of a majority, offline: what sources say, floors above all of it, and the record that the new cluster commits. */
package io.raftkms.signer.recovery;
