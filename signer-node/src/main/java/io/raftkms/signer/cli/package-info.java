/** The command line: one class a command. */
package io.raftkms.signer.cli;
