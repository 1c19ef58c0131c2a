/** Failures on purpose, on a live cluster, by its operator. */
package io.raftkms.signer.cli.drill;
