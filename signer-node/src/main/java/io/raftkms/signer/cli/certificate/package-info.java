/** {@code cluster cert}: certificates of members, shown and renewed; the CA's key stays where it is. */
package io.raftkms.signer.cli.certificate;
