/** The offline judge: knows only public keys and what observers wrote down, and decides which promises held. */
package io.raftkms.chaos.judge;
