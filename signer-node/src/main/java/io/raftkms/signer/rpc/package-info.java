/** A validator node's public RPC, as far as operators' commands ask it. No member calls it, and nothing of it reaches the rule. */
package io.raftkms.signer.rpc;
