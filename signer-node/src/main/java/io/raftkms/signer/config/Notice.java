package io.raftkms.signer.config;

/**
 * Something in a valid configuration file that its author should know.
 *
 * @param spot where it stands
 * @param text one or more lines
 */
public record Notice(Spot spot, String text) {}
