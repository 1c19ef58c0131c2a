package io.raftkms.signer.cli;

import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.SoftsignSettings;
import io.raftkms.signer.config.ValidatorAddress;
import io.raftkms.signer.config.ValidatorSettings;
import io.raftkms.signer.key.IdentityKeyFile;
import io.raftkms.signer.key.KeyFault;
import io.raftkms.signer.key.KeyFaultException;
import io.raftkms.signer.key.KeyRing;
import io.raftkms.signer.key.SecretFile;
import io.raftkms.signer.key.SoftsignEntry;
import io.raftkms.signer.key.SoftsignKeyFile;
import io.raftkms.signer.message.Failure;
import io.raftkms.signer.message.MessageCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The key files that a configuration names, looked at as a start does: there, private, readable, whole, and the right ones. */
final class NamedKeys {
    private final Configuration configuration;
    private final SoftsignKeyFile consensusKeys;
    private final IdentityKeyFile connectionKeys;
    private final List<Failure> faults = new ArrayList<>();

    private interface Reading {
        void run() throws KeyFaultException;
    }

    NamedKeys(Configuration configuration, SecretFile secrets) {
        this.configuration = configuration;
        this.consensusKeys = new SoftsignKeyFile(secrets);
        this.connectionKeys = new IdentityKeyFile(secrets);
    }

    /** One for each file that a start would refuse. What is read is wiped again. */
    List<Failure> faults() {
        for (SoftsignSettings key : configuration.keys()) {
            note(
                    "consensus key of " + String.join(", ", key.chainIds()),
                    key.path(),
                    "raftkms softsign import priv_validator_key.json " + ShellWord.of(key.path()),
                    () -> consensusKeys.read(key.path(), key.format()).destroy());
        }
        if (faults.isEmpty()) {
            chooseKeys();
        }
        for (Path key : connectionKeyFiles()) {
            note(
                    "secret_key of a [[validator]]",
                    key,
                    "raftkms softsign keygen " + ShellWord.of(key),
                    () -> connectionKeys.read(key).destroy());
        }
        return faults;
    }

    private void note(String what, Path file, String whenMissing, Reading reading) {
        try {
            reading.run();
        } catch (KeyFaultException e) {
            if (e.fault() == KeyFault.KEY_FILE_MISSING) {
                faults.add(Failure.of(
                        MessageCode.of(e.fault()), "the " + what + ", " + file + ", does not exist", whenMissing));
            } else {
                faults.add(Failure.of(MessageCode.of(e.fault()), e.getMessage()));
            }
        }
    }

    /** Every validator node must find its one key. */
    private void chooseKeys() {
        List<SoftsignEntry> entries = configuration.keys().stream()
                .map(key -> new SoftsignEntry(key.chainIds(), key.format(), key.path()))
                .toList();
        try (KeyRing ring = KeyRing.load(entries, consensusKeys)) {
            for (ValidatorSettings validator : configuration.validators()) {
                if (validator.key().isPresent()) {
                    ring.chosen(validator.chainId(), validator.key().get());
                } else {
                    ring.only(validator.chainId());
                }
            }
        } catch (KeyFaultException e) {
            faults.add(Failure.of(MessageCode.of(e.fault()), e.getMessage()));
        }
    }

    private Set<Path> connectionKeyFiles() {
        Set<Path> keys = new LinkedHashSet<>();
        configuration.validators().stream()
                .filter(validator -> validator.address() instanceof ValidatorAddress.Tcp)
                .map(ValidatorSettings::secretKey)
                .forEach(keys::add);
        return keys;
    }
}
