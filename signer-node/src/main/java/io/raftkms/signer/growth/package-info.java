/**
 * From one member to three: what is written down between the homes of a new cluster and the moment it has the keys of the
 * old one. Used by commands only, never by a running member.
 */
package io.raftkms.signer.growth;
