package io.raftkms.signer.home;

import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.Identity;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.ConfigurationFile;
import io.raftkms.signer.config.ConfigurationReading;
import io.raftkms.signer.config.ValidatorSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the home of a member that joins a running cluster, after the configuration of one that is in it. */
public final class JoiningHome {
    /** The home is copied to another host, so its own path there is not known. */
    private static final Path SOMEWHERE = Path.of("/home");

    private final SecureRandom random;

    public JoiningHome(SecureRandom random) {
        this.random = random;
    }

    /**
     * Writes everything, or nothing. Consensus keys are not in it: they are secrets of the other members.
     *
     * @param authority of the cluster; the new member trusts all that its ca.pem holds
     * @param like a member of the cluster, whose chains and validator nodes the new one takes over unless it is a listener
     * @return paths of the consensus keys that the new home lacks, relative to it
     * @throws java.nio.file.FileAlreadyExistsException if there is anything at the directory
     */
    public List<Path> write(
            AuthorityDirectory authority,
            Configuration like,
            MemberPlan joiner,
            boolean listener,
            Duration validity,
            Path directory)
            throws IOException {
        String template = Files.readString(like.file(), StandardCharsets.UTF_8);
        String text = JoiningConfiguration.of(like, template, joiner, listener);
        Configuration made = valid(text);
        try (StagedDirectory staged =
                new StagedDirectory(directory, HexFormat.of().toHexDigits(random.nextInt()))) {
            Path home = staged.path();
            NewFiles.directory(home.resolve(HomeLayout.SECRETS));
            NewFiles.readable(home.resolve(HomeLayout.CONFIGURATION), text);
            MemberFiles.writeTls(
                    home, authority.bundlePem(), authority.authority().issue(joiner.id(), joiner.host(), validity));
            writeConnectionKeys(made, home);
            DataDirectory data = new DataDirectory(home.resolve(HomeLayout.DATA));
            data.create();
            new Identity(like.cluster().orElseThrow().id(), joiner.id(), true).create(data);
            staged.publish();
        }
        return made.keys().stream().map(key -> relative(key.path())).toList();
    }

    private static Configuration valid(String text) throws IOException {
        ConfigurationReading reading = ConfigurationFile.parse(text, SOMEWHERE.resolve(HomeLayout.CONFIGURATION));
        if (reading instanceof ConfigurationReading.Valid valid) {
            return valid.configuration();
        }
        throw new IOException("the configuration made from it has errors: "
                + ((ConfigurationReading.Invalid) reading).problems().get(0).text());
    }

    private void writeConnectionKeys(Configuration made, Path home) throws IOException {
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
