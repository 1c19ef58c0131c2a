/** Commands that read a member's audit: check the chain, hand parts of it out, show conflicting requests. */
package io.raftkms.signer.cli.audit;
