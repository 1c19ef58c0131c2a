package io.raftkms.signer.cli;

import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.Identity;
import io.raftkms.consensus.raft.tls.MemberTls;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.key.KeyFaultException;
import io.raftkms.signer.key.ProcessGroups;
import io.raftkms.signer.key.SecretFile;
import io.raftkms.signer.message.Failure;
import io.raftkms.signer.message.MessageCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The files that a configuration names, looked at as a start does, without starting anything. */
final class NamedFiles {
    private final Configuration configuration;
    private final Clock clock;
    private final SecretFile secrets = new SecretFile(ProcessGroups.ofThisProcess());

    /**
     * @param clock for the validity of certificates
     */
    NamedFiles(Configuration configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /** What a start would refuse, each with what to do; keys first. */
    List<Failure> faults() {
        List<Failure> faults = new ArrayList<>(new NamedKeys(configuration, secrets).faults());
        if (lacksIdentity()) {
            // `init` makes the TLS material too, so that it is not there is no second fault.
            String init = "raftkms init " + ShellWord.of(configuration.home());
            faults.add(Failure.of(
                    MessageCode.IDENTITY_MISSING,
                    configuration.home() + " has no identity yet, as every tmkms home: run " + init
                            + ", which keeps what is there",
                    init));
        } else {
            tlsFaults(faults);
        }
        return faults;
    }

    private boolean lacksIdentity() {
        return configuration.cluster().isEmpty()
                && Files.notExists(configuration.dataDirectory().resolve("identity.json"));
    }

    private void tlsFaults(List<Failure> faults) {
        List<Path> files = List.of(
                configuration.tls().ca(),
                configuration.tls().certificate(),
                configuration.tls().key());
        List<Path> missing = files.stream().filter(Files::notExists).toList();
        for (Path file : missing) {
            faults.add(Failure.of(MessageCode.TLS_MISSING, "the file of [tls], " + file + ", does not exist"));
        }
        if (!missing.isEmpty()) {
            return;
        }
        try {
            secrets.requirePrivate(configuration.tls().key());
            MemberSettings settings = settings();
            String host = settings.members().stream()
                    .filter(member -> member.id().equals(settings.self()))
                    .map(MemberSettings.Member::host)
                    .findFirst()
                    .orElseThrow();
            MemberTls.load(settings, host, clock, (fault, detail) -> {});
        } catch (KeyFaultException e) {
            faults.add(Failure.of(MessageCode.of(e.fault()), e.getMessage()));
        } catch (MemberFaultException e) {
            faults.add(Failure.of(MessageCode.of(e.fault()), e.getMessage()));
        }
    }

    private MemberSettings settings() throws MemberFaultException {
        if (configuration.cluster().isPresent()) {
            return configuration.memberSettings(
                    configuration.cluster().get().id(),
                    configuration.cluster().get().self().id());
        }
        Identity identity = Identity.read(new DataDirectory(configuration.dataDirectory()));
        return configuration.memberSettings(identity.clusterId(), identity.member());
    }
}
