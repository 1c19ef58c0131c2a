/** Makes the homes of members: directories, identity, TLS material, first configuration. Used by commands only, never by a running member. */
package io.raftkms.signer.home;
