package io.raftkms.signer.home;

import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.ConfigurationFile;
import io.raftkms.signer.config.ConfigurationReading;
import io.raftkms.signer.config.ValidatorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A home whose configuration was made from another member's. It is copied to another host, so its own path there is not
 * known, and paths are relative or stand as they are.
 */
final class DerivedHome {
    /** No directory of any host: absolute paths in the file must not begin so. */
    private static final Path SOMEWHERE = Path.of("/home-of-the-new-raftkms-member");

    private final Configuration made;

    private DerivedHome(Configuration made) {
        this.made = made;
    }

    /**
     * @throws IOException if the configuration has errors
     */
    static DerivedHome of(String configuration) throws IOException {
        ConfigurationReading reading =
                ConfigurationFile.parse(configuration, SOMEWHERE.resolve(HomeLayout.CONFIGURATION));
        if (reading instanceof ConfigurationReading.Valid valid) {
            return new DerivedHome(valid.configuration());
        }
        throw new IOException("the configuration made from it has errors: "
                + ((ConfigurationReading.Invalid) reading).problems().get(0).text());
    }

    Configuration configuration() {
        return made;
    }

    /** Paths of the consensus keys: relative to the home where they are in it. */
    Set<Path> keys() {
        return made.keys().stream()
                .map(key -> relative(key.path()))
                .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    }

    /** New ones: each member shows validator nodes an identity of its own. */
    void writeConnectionKeys(Path home, SecureRandom random) throws IOException {
        Set<Path> files = made.validators().stream()
                .map(ValidatorSettings::secretKey)
                .filter(file -> file.startsWith(SOMEWHERE))
                .map(file -> home.resolve(relative(file)))
                .collect(Collectors.toSet());
        for (Path file : files) {
            NewFiles.directory(file.getParent());
            ConnectionKey.write(file, random);
        }
    }

    private static Path relative(Path file) {
        return file.startsWith(SOMEWHERE) ? SOMEWHERE.relativize(file) : file;
    }
}
