/** Broken variants of the signer, and what catches them: a judge that cannot fail proves nothing. Uses every other room. */
package io.raftkms.chaos.teeth;
