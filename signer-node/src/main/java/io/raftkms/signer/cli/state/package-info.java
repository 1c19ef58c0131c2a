/** Commands about enrolled keys and a member's own files. */
package io.raftkms.signer.cli.state;
