/** Members as child processes of a command: {@code demo} and {@code cluster run}; and what {@code bench} measures. */
package io.raftkms.signer.demo;
