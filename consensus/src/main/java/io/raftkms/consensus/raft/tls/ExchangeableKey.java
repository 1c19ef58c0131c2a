package io.raftkms.consensus.raft.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The one certificate of a member, exchangeable while handshakes run. The JDK asks for certificate and key separately,
 * by a name; each set has its own, so that a handshake in between gets both of the same set.
 */
final class ExchangeableKey extends X509ExtendedKeyManager {
    private record Named(String alias, TlsMaterial material) {}

    private record Sets(Named current, Named previous) {}

    private long exchanged;
    private volatile Sets sets;

    ExchangeableKey(TlsMaterial material) {
        Named only = new Named("member-0", material);
        this.sets = new Sets(only, only);
    }

    synchronized void exchange(TlsMaterial material) {
        exchanged++;
        sets = new Sets(new Named("member-" + exchanged, material), sets.current());
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return aliases(keyType);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return aliases(keyType);
    }

    /** Whoever does not know our CA is sent the certificate all the same, so that the refusal says whose it was. */
    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return alias(keyTypes);
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return alias(keyTypes);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return alias(keyType);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        TlsMaterial material = named(alias);
        return material == null ? null : material.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        TlsMaterial material = named(alias);
        return material == null ? null : material.key();
    }

    private String[] aliases(String keyType) {
        String alias = alias(keyType);
        return alias == null ? null : new String[] {alias};
    }

    private String alias(String... keyTypes) {
        Named current = sets.current();
        String algorithm = current.material().key().getAlgorithm();
        List<String> asked = Arrays.asList(keyTypes);
        return asked.contains(algorithm) ? current.alias() : null;
    }

    private TlsMaterial named(String alias) {
        Sets now = sets;
        if (now.current().alias().equals(alias)) {
            return now.current().material();
        }
        return now.previous().alias().equals(alias) ? now.previous().material() : null;
    }
}
