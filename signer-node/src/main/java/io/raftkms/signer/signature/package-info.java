/** The way of one signature: from a checked request over the cluster to a verified signature. */
package io.raftkms.signer.signature;
