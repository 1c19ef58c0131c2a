package io.raftkms.signer.cli.conformance;

import io.raftkms.protocol.privval.Dialect;
import io.raftkms.signer.cli.AwaitedSigner;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.ListenAddress;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.simulator.ConformanceList;
import io.raftkms.signer.simulator.ConformanceList.Limits;
import io.raftkms.signer.simulator.NodeSettings;
import io.raftkms.signer.simulator.NodeTimings;
import io.raftkms.signer.simulator.ObservationFile;
import io.raftkms.signer.simulator.Observer;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code raftkms conformance}. */
@Command(
        name = "conformance",
        description = {
            "Be the validator node of any remote signer, and look whether it does what a signer must: named checks, one by"
                    + " one.",
            "It makes the signer sign at heights of its own choice, conflicting ones among them: use a throw-away key, never"
                    + " one that a validator has or will have.",
            "What raftkms promises beyond the duty of every signer is marked; other signers may differ there."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every demand on a signer holds (with --raftkms: every promise, too); checks may be skipped",
            "2:wrong options or arguments",
            "14:the listen address cannot be used",
            "22:nobody confirmed that the key is a throw-away key",
            "25:checks failed",
            "32:no signer came"
        })
public final class ConformanceCommand implements Callable<Integer> {
    private static final int MOST_NODES = 3;
    private static final long MOST_PARKED = 600;
    /** A signer that is gone is given half a minute per request, not a node's two and a half. */
    private static final int TRIES = 10;

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "ADDRESS",
            description = "Where the signer dials: tcp://HOST:PORT or unix://PATH. Give it two or three times for the"
                    + " checks with several validator nodes of one key; the signer must dial all of them.")
    private List<String> listen;

    @Option(
            names = "--chain-id",
            required = true,
            paramLabel = "ID",
            description = "A chain that the signer signs for.")
    private String chainId;

    @Option(
            names = "--first-height",
            paramLabel = "H",
            description = "First height; 1 unless given. It must be above everything the signer has signed.")
    private long firstHeight = 1;

    @Option(
            names = "--node",
            paramLabel = "VERSION",
            description = "Ask and read as nodes of this line do: v0.34, v0.38, v0.40 or v1; v0.38 unless given.")
    private String node = Dialect.V0_38.toString();

    @Option(names = "--extensions", description = "The chain has vote extensions: demand their signatures.")
    private boolean extensions;

    @Option(
            names = "--parked",
            paramLabel = "SECONDS",
            description = "How long a link must wait without a byte; 60 unless given.")
    private long parkedSeconds = Limits.standard().parked().toSeconds();

    @Option(names = "--raftkms", description = "What raftkms promises counts like what every signer must do.")
    private boolean raftkms;

    @Option(names = "--observe", paramLabel = "FILE", description = "Append every request and signature here.")
    private Path observe;

    @Mixin
    private ThrowAwayKeyOption throwAway;

    @Mixin
    private ResultOption result;

    public ConformanceCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkOptions();
        throwAway.requireGivenOrTerminal();
        ObservationFile file = observe == null
                ? null
                : new ObservationFile(environment.directory().resolve(observe).normalize());
        List<SimulatedValidator> nodes = new ArrayList<>();
        try (file) {
            for (int i = 0; i < listen.size(); i++) {
                nodes.add(new SimulatedValidator(
                        settings(i), file == null ? Observer.none() : file, environment.random(), environment.clock()));
            }
            ConformanceReport report = run(nodes);
            result.print(report, out -> ConformanceText.print(report, out));
            return report.good() ? ExitCode.OK.code() : ExitCode.FOUND.code();
        } finally {
            for (SimulatedValidator one : nodes) {
                one.close();
            }
        }
    }

    private ConformanceReport run(List<SimulatedValidator> nodes) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        for (int i = 0; i < nodes.size(); i++) {
            AwaitedSigner.listen(nodes.get(i), listen.get(i), err);
        }
        for (int i = 0; i < nodes.size(); i++) {
            AwaitedSigner.await(nodes.get(i), listen.get(i));
        }
        byte[] publicKey = nodes.get(0).publicKey().bytes().toByteArray();
        throwAway.confirm(
                "More than a hundred heights from " + firstHeight + " on are asked for on chain " + chainId
                        + ", with conflicting requests.",
                publicKey);
        Limits standard = Limits.standard();
        Limits limits = new Limits(standard.recovery(), Duration.ofSeconds(parkedSeconds), standard.restarts());
        ConformanceList list = new ConformanceList(nodes, limits, firstHeight);
        ConformanceProgress progress =
                new ConformanceProgress(ConformanceList.names().size(), err);
        List<ConformanceList.Result> results = list.run(progress);
        return ConformanceReport.of(
                new ConformanceReport.Asked(
                        chainId,
                        node,
                        nodes.get(0).wantsExtensions(),
                        listen,
                        HexFormat.of().formatHex(publicKey),
                        firstHeight,
                        raftkms),
                list.heights(),
                results);
    }

    private NodeSettings settings(int index) {
        return NodeSettings.stock(
                        "node" + (index + 1), ListenAddress.parse(listen.get(index), environment, spec), chainId)
                .withDialect(dialect())
                .withExtensions(extensions)
                .withTimings(NodeTimings.stock().withAttempts(TRIES));
    }

    private Dialect dialect() {
        return Arrays.stream(Dialect.values())
                .filter(known -> known.toString().equals(node))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--node is one of "
                                + Arrays.stream(Dialect.values())
                                        .map(Dialect::toString)
                                        .collect(Collectors.joining(", "))
                                + ", not " + node));
    }

    private void checkOptions() {
        require(listen.size() <= MOST_NODES, "--listen is given up to " + MOST_NODES + " times");
        require(listen.stream().distinct().count() == listen.size(), "every --listen is another address");
        require(firstHeight >= 1, "--first-height is 1 or more");
        require(parkedSeconds >= 1 && parkedSeconds <= MOST_PARKED, "--parked is 1 to " + MOST_PARKED);
        require(
                !extensions || dialect().readsExtensionSignatures(),
                "nodes of " + node + " know no vote extensions: leave --extensions out");
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
