package io.raftkms.consensus.raft.tls;

import io.raftkms.consensus.raft.MemberId;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Whom a member's certificate names: its common name is {@code name#nonce}, its organization or organizational unit the
 * cluster id.
 *
 * @param commonName empty when the certificate has none or several
 * @param organizations all organizations and organizational units
 */
public record CertificateSubject(Optional<String> commonName, List<String> organizations) {

    public static CertificateSubject of(X509Certificate certificate) {
        try {
            LdapName name = new LdapName(certificate.getSubjectX500Principal().getName());
            List<String> commonNames = values(name, "CN");
            Optional<String> only = commonNames.size() == 1 ? Optional.of(commonNames.get(0)) : Optional.empty();
            List<String> organizations = new ArrayList<>(values(name, "O"));
            organizations.addAll(values(name, "OU"));
            return new CertificateSubject(only, List.copyOf(organizations));
        } catch (InvalidNameException e) {
            return new CertificateSubject(Optional.empty(), List.of());
        }
    }

    /** The member that the common name names, if it has that form. */
    public Optional<MemberId> member() {
        try {
            return commonName.map(MemberId::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public boolean isOfCluster(String clusterId) {
        return organizations.contains(clusterId);
    }

    private static List<String> values(LdapName name, String type) {
        return name.getRdns().stream()
                .filter(rdn -> rdn.getType().equalsIgnoreCase(type))
                .map(Rdn::getValue)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }
}
