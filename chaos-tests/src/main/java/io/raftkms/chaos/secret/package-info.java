/** The encrypted connection between nodes and signers, from the node's side, by code of this module alone. */
package io.raftkms.chaos.secret;
