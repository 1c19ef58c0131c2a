/** Key stores behind one small interface: sign bytes with a deadline. */
package io.raftkms.signer.key;
