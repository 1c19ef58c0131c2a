package io.raftkms.signer.home;

/** Where things are in a member's home. */
public final class HomeLayout {
    public static final String CONFIGURATION = "raftkms.toml";
    public static final String DATA = "data";
    public static final String SECRETS = "secrets";
    public static final String TLS = "tls";
    public static final String CA = "tls/ca.pem";
    public static final String CERTIFICATE = "tls/member.pem";
    public static final String CERTIFICATE_KEY = "tls/member.key";
    /** Identity of the encrypted connection to validator nodes, under tmkms' name. */
    public static final String CONNECTION_KEY = "secrets/kms-identity.key";

    private HomeLayout() {}
}
