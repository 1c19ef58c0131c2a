package io.raftkms.signer.cli.softsign;

import io.raftkms.protocol.files.SecretSeed;
import io.raftkms.protocol.files.SoftsignFormat;
import io.raftkms.signer.key.KeyFaultException;
import io.raftkms.signer.key.ProcessGroups;
import io.raftkms.signer.key.SecretFile;
import io.raftkms.signer.key.SoftsignKeyFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code softsign show [-f base64|json] PATH}. */
@Command(name = "show", description = "Shows public key and address of a key file; never the private key.")
public final class ShowCommand implements Callable<Integer> {
    private final SoftsignKeyFile files;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-f", "--format"},
            defaultValue = "base64",
            description = "Form of the file: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private SoftsignFormat format;

    @Mixin
    private KeyOutput output;

    @Parameters(paramLabel = "PATH", description = "The key file.")
    private Path path;

    /** For this process' groups. */
    public ShowCommand() {
        this(new SoftsignKeyFile(new SecretFile(ProcessGroups.ofThisProcess())));
    }

    ShowCommand(SoftsignKeyFile files) {
        this.files = files;
    }

    @Override
    public Integer call() throws KeyFaultException {
        output.requireUsablePrefix(spec);
        try (SecretSeed seed = files.read(path, format)) {
            output.print(spec, "", path, seed.ed25519PublicKey());
        }
        return 0;
    }
}
