package io.raftkms.signer.cli;

import io.raftkms.signer.config.ValidatorAddress;
import io.raftkms.signer.demo.BenchReport;
import io.raftkms.signer.demo.FirstSignature;
import io.raftkms.signer.demo.Load;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import io.raftkms.signer.simulator.AcceptGeneration;
import io.raftkms.signer.simulator.NodeSettings;
import io.raftkms.signer.simulator.ObservationFile;
import io.raftkms.signer.simulator.Observer;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code raftkms bench}. */
@Command(
        name = "bench",
        description = {
            "Be a validator node that asks for signatures, and measure what the signers that dial it answer.",
            "It waits for a signer for up to two and a half minutes. Ctrl-C or SIGTERM end it with what was measured so far.",
            "Never point a signer with a real key at it: every height it asks for is spent."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every request was signed",
            "2:wrong options or arguments",
            "11:the listen address or a file cannot be used",
            "22:requests were refused, invalid or lost",
            "32:no signer came",
            "130, 143:ended by Ctrl-C, SIGTERM; the report says so"
        })
final class BenchCommand implements Callable<Integer> {
    private static final int MAX_EXTENSION = 1 << 20;
    private static final double MAX_RATE = 100_000;

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "ADDRESS",
            description = "Where to listen, as the signers' [[validator]] has it: tcp://HOST:PORT or unix://PATH.")
    private String listen;

    @Option(names = "--chain-id", required = true, paramLabel = "ID", description = "The chain to ask for.")
    private String chainId;

    @Option(names = "--heights", paramLabel = "N", description = "Heights of three signatures each; 1000 unless given.")
    private long heights = 1000;

    @Option(
            names = "--first-height",
            paramLabel = "H",
            description = "First height; 1 unless given. It must be above the key's mark.")
    private long firstHeight = 1;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Signatures a second; without it each request follows the last answer.")
    private double rate;

    @Option(
            names = "--extensions",
            paramLabel = "BYTES",
            description = "Size of the vote extension of each precommit; 0 unless given.")
    private int extensions;

    @Option(
            names = "--old-accept",
            description = "Accept as nodes up to v0.34, v0.37.10 and v0.38.5 do: one connection a time, dead ones too.")
    private boolean oldAccept;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report here as JSON.")
    private Path json;

    @Option(
            names = "--observe",
            paramLabel = "FILE",
            description = "Append every request and signature here, for a checker.")
    private Path observe;

    BenchCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkNumbers();
        PrintWriter err = spec.commandLine().getErr();
        ObservationFile file = observe == null ? null : new ObservationFile(resolved(observe));
        try (file) {
            FirstSignature first = new FirstSignature(file == null ? Observer.none() : file);
            NodeSettings settings = NodeSettings.stock("bench", address(), chainId)
                    .withGeneration(oldAccept ? AcceptGeneration.ONE_PER_TRIGGER : AcceptGeneration.REARMING);
            try (SimulatedValidator validator =
                    new SimulatedValidator(settings, first, environment.random(), environment.clock())) {
                awaitSigner(validator, err);
                BenchReport.Asked asked = new BenchReport.Asked(chainId, firstHeight, heights, rate, extensions);
                Load load = new Load(validator, first, asked, environment.clock());
                BenchRun run =
                        new BenchRun(load, spec.commandLine().getOut(), err, json == null ? null : resolved(json));
                return run.run(new Progress(firstHeight, heights, err));
            }
        }
    }

    private void awaitSigner(SimulatedValidator validator, PrintWriter err) throws InterruptedException {
        try {
            validator.listen(Duration.ZERO);
        } catch (IOException e) {
            throw new CommandException(
                    MessageCode.PORT_IN_USE, "cannot listen on " + listen + ": " + IoReason.of(e), e);
        }
        err.println("waiting for a signer on " + listen);
        err.flush();
        validator.refreshPublicKey();
        if (validator.publicKey() == null) {
            throw new CommandException(
                    MessageCode.NO_LEADER,
                    "no signer dialed " + listen,
                    "start the members; their [[validator]] addr must be this address");
        }
        err.println("a signer came; asking for heights " + firstHeight + " to " + (firstHeight + heights - 1));
        err.flush();
    }

    private SocketAddress address() {
        ValidatorAddress address = ValidatorAddress.parse(listen, environment.directory())
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--listen is tcp://HOST:PORT or unix://PATH, not " + listen));
        if (address instanceof ValidatorAddress.Tcp tcp) {
            return new InetSocketAddress(tcp.host(), tcp.port());
        }
        return UnixDomainSocketAddress.of(((ValidatorAddress.Unix) address).path());
    }

    private void checkNumbers() {
        require(heights >= 1 && firstHeight >= 1, "--heights and --first-height are 1 or more");
        require(rate >= 0 && rate <= MAX_RATE, "--rate is 0 to " + (long) MAX_RATE);
        require(extensions >= 0 && extensions <= MAX_EXTENSION, "--extensions is 0 to " + MAX_EXTENSION);
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private Path resolved(Path given) {
        return environment.directory().resolve(given).normalize();
    }
}
