/** The conformance list against any remote signer. */
package io.raftkms.signer.cli.conformance;
