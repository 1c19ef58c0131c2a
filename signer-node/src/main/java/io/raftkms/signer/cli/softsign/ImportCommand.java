package io.raftkms.signer.cli.softsign;

import io.raftkms.protocol.files.SecretSeed;
import io.raftkms.protocol.files.SoftsignFormat;
import io.raftkms.signer.key.KeyFaultException;
import io.raftkms.signer.key.ProcessGroups;
import io.raftkms.signer.key.SecretFile;
import io.raftkms.signer.key.SoftsignKeyFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code softsign import [-f json] IN OUT}. */
@Command(
        name = "import",
        description = "Copies the key out of a priv_validator_key.json into a softsign file of mode 0600.")
public final class ImportCommand implements Callable<Integer> {
    private final SecretFile secrets;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-f", "--format"},
            defaultValue = "json",
            description = "Form of IN: ${DEFAULT-VALUE}, a priv_validator_key.json; there is no other.")
    private SoftsignFormat format;

    @Mixin
    private KeyOutput output;

    @Parameters(index = "0", paramLabel = "IN", description = "The priv_validator_key.json.")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "The file to make; it must not exist.")
    private Path out;

    /** For this process' groups. */
    public ImportCommand() {
        this(new SecretFile(ProcessGroups.ofThisProcess()));
    }

    ImportCommand(SecretFile secrets) {
        this.secrets = secrets;
    }

    @Override
    public Integer call() throws KeyFaultException {
        if (format != SoftsignFormat.JSON) {
            throw new ParameterException(spec.commandLine(), "--format: only json can be imported; copy other files");
        }
        output.requireUsablePrefix(spec);
        SoftsignKeyFile files = new SoftsignKeyFile(secrets);
        Optional<String> exposure = secrets.exposure(in);
        try (SecretSeed seed = files.readExposed(in, SoftsignFormat.JSON)) {
            files.create(out, seed);
            output.print(
                    spec,
                    "imported " + in + " into " + out + "; shred the first once every member has its copy",
                    out,
                    seed.ed25519PublicKey());
        }
        exposure.ifPresent(sentence -> output.warn(spec, sentence + "; whoever could read it may have the key"));
        return 0;
    }
}
