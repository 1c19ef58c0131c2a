package io.raftkms.signer.config;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.MemberSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A valid raftkms.toml or tmkms.toml. All paths are absolute.
 *
 * @param file the file it was read from; its directory is the member's home
 * @param cluster empty for a cluster of one
 */
public record Configuration(
        Path file,
        Optional<ClusterSettings> cluster,
        TlsSettings tls,
        HttpSettings http,
        AdminSettings admin,
        LogSettings log,
        AuditSettings audit,
        DiskSettings disk,
        List<ChainSettings> chains,
        List<ValidatorSettings> validators,
        List<SoftsignSettings> keys) {
    public Configuration {
        chains = List.copyOf(chains);
        validators = List.copyOf(validators);
        keys = List.copyOf(keys);
    }

    /** The member's home. */
    public Path home() {
        return file.getParent();
    }

    /** Where the member keeps what it must not lose. */
    public Path dataDirectory() {
        return home().resolve("data");
    }

    public Optional<ChainSettings> chain(String id) {
        return chains.stream().filter(chain -> chain.id().equals(id)).findFirst();
    }

    /** The keys that sign on a chain. */
    public List<SoftsignSettings> keysOf(String chainId) {
        return keys.stream().filter(key -> key.chainIds().contains(chainId)).toList();
    }

    /** The key that a validator node has: exactly one, or the configuration would not be valid. */
    public SoftsignSettings keyOf(ValidatorSettings validator) {
        return keysOf(validator.chainId()).stream()
                .filter(key ->
                        validator.key().isEmpty() || validator.key().get().equals(key.path()))
                .findFirst()
                .orElseThrow();
    }

    /** Whether this member is a copy without vote, keys and links. */
    public boolean isListener() {
        return cluster.map(settings -> settings.self().listener()).orElse(false);
    }

    /** Without what a listener has no use for: chains, validator nodes and keys. */
    public Configuration withoutSigning() {
        return new Configuration(file, cluster, tls, http, admin, log, audit, disk, List.of(), List.of(), List.of());
    }

    public LinkMode links() {
        return cluster.map(ClusterSettings::links).orElse(LinkMode.ALL);
    }

    public MemberSettings.Timeouts timeouts() {
        return cluster.map(ClusterSettings::timeouts).orElse(MemberSettings.Timeouts.LAN);
    }

    /** Whether the member works on nothing for a while when it is new. */
    public boolean warmUp() {
        return cluster.map(ClusterSettings::warmUp).orElse(true);
    }

    /**
     * What the consensus module needs to start this member.
     *
     * @param clusterId cluster id of identity.json, for a cluster of one
     * @param id member id of identity.json, for a cluster of one; with a {@code [cluster]} table the file's own ids are
     *     given, for the start to compare
     */
    public MemberSettings memberSettings(String clusterId, MemberId id) {
        MemberSettings.Tls pem = new MemberSettings.Tls(tls.ca(), tls.certificate(), tls.key());
        return cluster.map(settings -> new MemberSettings(
                        settings.id(),
                        settings.self().id(),
                        settings.bindHost(),
                        settings.members(),
                        dataDirectory(),
                        pem,
                        settings.timeouts(),
                        settings.allowEven()))
                .orElseGet(() -> {
                    MemberSettings.Member alone = new MemberSettings.Member(
                            id,
                            "127.0.0.1",
                            ClusterMemberTable.DEFAULT_RAFT_PORT,
                            ClusterMemberTable.DEFAULT_PEER_PORT);
                    return new MemberSettings(
                            clusterId, id, alone.host(), List.of(alone), dataDirectory(), pem, timeouts(), false);
                });
    }
}
