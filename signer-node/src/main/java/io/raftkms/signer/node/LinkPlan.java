package io.raftkms.signer.node;

import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.files.SecretSeed;
import io.raftkms.protocol.secretconnection.IdentityKey;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.LinkMode;
import io.raftkms.signer.config.ValidatorAddress;
import io.raftkms.signer.config.ValidatorSettings;
import io.raftkms.signer.key.IdentityKeyFile;
import io.raftkms.signer.key.KeyFaultException;
import io.raftkms.signer.key.ProcessGroups;
import io.raftkms.signer.key.SecretFile;
import io.raftkms.signer.link.LinkId;
import io.raftkms.signer.link.LinkSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Links as the configuration wants them, each with the key that its validator node has.
 *
 * @param keys public key of each link
 */
record LinkPlan(List<LinkSettings> settings, Map<LinkId, ConsensusPublicKey> keys) {

    /**
     * @throws KeyFaultException if a connection key cannot be read, or a validator node's consensus key is not there
     */
    static LinkPlan of(Configuration configuration, MemberKeys keys) throws KeyFaultException {
        IdentityKeyFile identities = new IdentityKeyFile(new SecretFile(ProcessGroups.ofThisProcess()));
        List<LinkSettings> settings = new ArrayList<>();
        Map<LinkId, ConsensusPublicKey> publicKeys = new LinkedHashMap<>();
        for (ValidatorSettings validator : configuration.validators()) {
            LinkSettings link = link(configuration.links(), validator, identities);
            settings.add(link);
            publicKeys.put(link.id(), keys.of(validator));
        }
        return new LinkPlan(List.copyOf(settings), Map.copyOf(publicKeys));
    }

    private static LinkSettings link(LinkMode mode, ValidatorSettings validator, IdentityKeyFile identities)
            throws KeyFaultException {
        Optional<IdentityKey> identity = Optional.empty();
        if (validator.address() instanceof ValidatorAddress.Tcp) {
            SecretSeed seed = identities.read(validator.secretKey());
            try {
                identity = Optional.of(IdentityKey.fromSeed(seed.copy()));
            } finally {
                seed.destroy();
            }
        }
        return new LinkSettings(
                validator.address().toString(),
                validator.address(),
                validator.chainId(),
                validator.maxHeight(),
                identity,
                mode);
    }

    /** Links of this plan that the other does not have, or has in another way or with another key. */
    Set<LinkId> differing(LinkPlan other) {
        Map<LinkId, List<Object>> theirs = other.described();
        Set<LinkId> differing = new LinkedHashSet<>();
        described().forEach((id, link) -> {
            if (!link.equals(theirs.get(id))) {
                differing.add(id);
            }
        });
        return differing;
    }

    /** Settings of some links, in order. */
    List<LinkSettings> only(Set<LinkId> which) {
        return settings.stream().filter(link -> which.contains(link.id())).toList();
    }

    /** All that makes a link what it is; of the connection key its public half. */
    private Map<LinkId, List<Object>> described() {
        Map<LinkId, List<Object>> described = new LinkedHashMap<>();
        for (LinkSettings link : settings) {
            described.put(
                    link.id(),
                    List.of(
                            link.address(),
                            link.maxHeight(),
                            link.mode(),
                            link.identity().map(IdentityKey::nodeId),
                            keys.get(link.id())));
        }
        return described;
    }

    /** The key of a link. */
    Optional<ConsensusPublicKey> publicKey(String chainId, String validator) {
        return Optional.ofNullable(keys.get(new LinkId(chainId, validator)));
    }
}
