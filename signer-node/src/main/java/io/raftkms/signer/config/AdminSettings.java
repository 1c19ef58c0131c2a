package io.raftkms.signer.config;

import java.nio.file.Path;

/**
 * The write side.
 *
 * @param socket path of the unix socket, absolute
 */
public record AdminSettings(Path socket) {}
