package io.raftkms.signer.cli.softsign;

import io.raftkms.protocol.files.SecretSeed;
import io.raftkms.signer.key.KeyFault;
import io.raftkms.signer.key.KeyFaultException;
import io.raftkms.signer.key.ProcessGroups;
import io.raftkms.signer.key.SecretFile;
import io.raftkms.signer.key.SoftsignKeyFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code softsign keygen [-t consensus] PATH}. */
@Command(
        name = "keygen",
        description = "Makes a new Ed25519 consensus key: base64 of its seed, in a file of mode 0600.")
public final class KeygenCommand implements Callable<Integer> {
    /** What tmkms can make. */
    enum Use {
        CONSENSUS,
        ACCOUNT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final SoftsignKeyFile files;
    private final SecureRandom random;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-t", "--type"},
            defaultValue = "consensus",
            description = "Type of key. Only ${DEFAULT-VALUE} keys are supported; account keys sign transactions.")
    private Use type;

    @Mixin
    private KeyOutput output;

    @Parameters(paramLabel = "PATH", description = "The file to make; it must not exist.")
    private Path path;

    /** With the randomness of the operating system. */
    public KeygenCommand() {
        this(new SoftsignKeyFile(new SecretFile(ProcessGroups.ofThisProcess())), new SecureRandom());
    }

    KeygenCommand(SoftsignKeyFile files, SecureRandom random) {
        this.files = files;
        this.random = random;
    }

    @Override
    public Integer call() throws KeyFaultException {
        if (type == Use.ACCOUNT) {
            throw new KeyFaultException(
                    KeyFault.KEY_TYPE_UNSUPPORTED,
                    "account keys sign transactions, which raftkms does not do; it makes consensus keys only");
        }
        output.requireUsablePrefix(spec);
        try (SecretSeed seed = SecretSeed.random(random)) {
            files.create(path, seed);
            output.print(spec, "wrote a new consensus key to " + path, path, seed.ed25519PublicKey());
        }
        return 0;
    }
}
