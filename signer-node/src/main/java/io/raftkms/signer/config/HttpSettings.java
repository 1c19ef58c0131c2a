package io.raftkms.signer.config;

/** Where the read side listens. */
public record HttpSettings(SocketAddressText listen) {
    static final HttpSettings DEFAULT = new HttpSettings(HttpTable.DEFAULT_LISTEN);
}
