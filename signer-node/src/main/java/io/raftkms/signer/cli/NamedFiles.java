package io.raftkms.signer.cli;

import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.SoftsignSettings;
import io.raftkms.signer.config.ValidatorAddress;
import io.raftkms.signer.config.ValidatorSettings;
import io.raftkms.signer.message.Failure;
import io.raftkms.signer.message.MessageCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The files that a configuration names: are they there? What is in them is looked at when the member starts. */
final class NamedFiles {
    private final Configuration configuration;

    NamedFiles(Configuration configuration) {
        this.configuration = configuration;
    }

    List<Failure> missing() {
        List<Failure> missing = new ArrayList<>();
        for (SoftsignSettings key : configuration.keys()) {
            report(
                    missing,
                    MessageCode.KEY_MISSING,
                    "consensus key of " + String.join(", ", key.chainIds()),
                    key.path(),
                    "raftkms softsign import priv_validator_key.json " + ShellWord.of(key.path()));
        }
        for (Path key : connectionKeys()) {
            report(
                    missing,
                    MessageCode.KEY_MISSING,
                    "secret_key of a [[validator]]",
                    key,
                    "raftkms softsign keygen " + ShellWord.of(key));
        }
        for (Path file : List.of(
                configuration.tls().ca(),
                configuration.tls().certificate(),
                configuration.tls().key())) {
            report(
                    missing,
                    MessageCode.TLS_MISSING,
                    "file of [tls]",
                    file,
                    configuration.cluster().isPresent()
                            ? MessageCode.TLS_MISSING.toDo()
                            : "raftkms init " + ShellWord.of(configuration.home()));
        }
        return missing;
    }

    private Set<Path> connectionKeys() {
        Set<Path> keys = new LinkedHashSet<>();
        configuration.validators().stream()
                .filter(validator -> validator.address() instanceof ValidatorAddress.Tcp)
                .map(ValidatorSettings::secretKey)
                .forEach(keys::add);
        return keys;
    }

    private static void report(List<Failure> missing, MessageCode code, String what, Path file, String toDo) {
        if (!Files.exists(file)) {
            missing.add(Failure.of(code, "the " + what + ", " + file + ", does not exist", toDo));
        }
    }
}
