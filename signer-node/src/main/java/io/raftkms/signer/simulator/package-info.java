/** A validator node in Java that behaves as real ones do; engine of demo and bench and of tests. May not import signer.link. */
package io.raftkms.signer.simulator;
