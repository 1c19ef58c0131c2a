package io.raftkms.signer.config;

/** The kinds of error in a configuration file; the command line gives each its message code. */
public enum ConfigurationFault {
    /** There is no such file, or none at the places that are searched. */
    FILE_MISSING,
    /** The file cannot be read, is a directory, no UTF-8, or over 1 MiB. */
    FILE_UNREADABLE,
    /** Not TOML. */
    SYNTAX,
    /** A key or table that raftkms does not know. */
    UNKNOWN_KEY,
    /** A key that must be there is not. */
    MISSING_KEY,
    /** Text where a number belongs, and the like. */
    WRONG_TYPE,
    /** A number outside its bounds. */
    OUT_OF_RANGE,
    /** The right type, but no acceptable value. */
    BAD_VALUE,
    /** Two entries that must differ do not, or two settings exclude each other. */
    CONFLICT,
    /** A chain id that no {@code [[chain]]} has. */
    UNKNOWN_CHAIN,
    /** No provider holds a key for a chain that a validator node asks for. */
    NO_KEY,
    /** A chain has several keys, and the validator does not say which one it has. */
    AMBIGUOUS_KEY,
    /** Several validator nodes of one key without {@code shared_key = true}. */
    KEY_NOT_SHARED,
    /** The member's own name is not among the members. */
    UNKNOWN_MEMBER,
    /** An even number of members without {@code allow_even = true}. */
    EVEN_CLUSTER,
    /** A path that is too long for a unix socket. */
    SOCKET_PATH,
    /** A key provider of tmkms that raftkms does not have. */
    UNSUPPORTED_PROVIDER,
    /** The state hook of tmkms. */
    STATE_HOOK
}
