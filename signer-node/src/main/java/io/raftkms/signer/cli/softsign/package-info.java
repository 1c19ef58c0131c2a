/** {@code raftkms softsign}: keys in files. Comes in from the command line only; the rules for the files are in signer.key. */
package io.raftkms.signer.cli.softsign;
