/** The admin unix socket and the read-only HTTP side. */
package io.raftkms.signer.admin;
