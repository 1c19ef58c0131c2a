package io.raftkms.signer.config;

/**
 * One error in a configuration file.
 *
 * @param spot where it stands
 * @param fault which kind
 * @param text what is wrong there and what would be right, in one line; never a secret, for no key holds one
 */
public record Problem(Spot spot, ConfigurationFault fault, String text) {}
