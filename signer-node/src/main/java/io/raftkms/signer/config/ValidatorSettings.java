package io.raftkms.signer.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One validator node.
 *
 * @param secretKey file of the Secret Connection identity that dials it, absolute; used for TCP only
 * @param key which key it has: the provider's file, absolute
 * @param maxHeight the last height that is signed for it
 */
public record ValidatorSettings(
        ValidatorAddress address, String chainId, Path secretKey, Optional<Path> key, OptionalLong maxHeight) {}
