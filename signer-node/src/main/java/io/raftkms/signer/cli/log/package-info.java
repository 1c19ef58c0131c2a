/** Commands that read a member's Raft log. */
package io.raftkms.signer.cli.log;
