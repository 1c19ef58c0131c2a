/** Commands, message codes, exit codes. */
package io.raftkms.signer.cli;
