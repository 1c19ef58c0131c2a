package io.raftkms.signer.cli;

import io.raftkms.signer.demo.BenchReport;
import io.raftkms.signer.demo.FirstSignature;
import io.raftkms.signer.demo.Load;
import io.raftkms.signer.demo.OneNodeLoad;
import io.raftkms.signer.demo.SharedKeyLoad;
import io.raftkms.signer.simulator.AcceptGeneration;
import io.raftkms.signer.simulator.NodeSettings;
import io.raftkms.signer.simulator.ObservationFile;
import io.raftkms.signer.simulator.Observer;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            "11:a file cannot be used",
            "14:the listen address cannot be used",
            "22:requests were refused, invalid or lost; of --conflicts only unanswered ones count",
            "25:two different signatures for one height, round and step",
            "32:no signer came",
            "130, 143:ended by Ctrl-C, SIGTERM; the report says so"
        })
final class BenchCommand implements Callable<Integer> {
    private static final int MAX_EXTENSION = 1 << 20;
    private static final int MAX_VALIDATORS = 32;
    private static final long MAX_HEIGHTS = 1_000_000_000;
    private static final double MAX_RATE = 100_000;

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "ADDRESS",
            description = "Where to listen, as the signers' [[validator]] has it: tcp://HOST:PORT or unix://PATH."
                    + " With --validators once for each of them, or once in all for tcp: the ports after it are taken.")
    private List<String> listen;

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
            names = "--validators",
            paramLabel = "N",
            description = "Be N validator nodes of one key that ask for the same votes at the same instant.")
    private int validators = 1;

    @Option(
            names = "--conflicts",
            description = "Between heights, ask for what must be refused, too: other blocks, older and neighbouring"
                    + " positions at once.")
    private boolean conflicts;

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
        ObservationFile file = observe == null ? null : new ObservationFile(resolved(observe));
        try (file) {
            Observer observer = file == null ? Observer.none() : file;
            return validators == 1 && !conflicts ? runOne(observer) : runSeveral(observer);
        }
    }

    private int runOne(Observer observer) throws IOException, InterruptedException {
        String address = addresses().get(0);
        FirstSignature first = new FirstSignature(observer);
        try (SimulatedValidator validator =
                new SimulatedValidator(settings("bench", address), first, environment.random(), environment.clock())) {
            AwaitedSigner.listen(validator, address, err());
            AwaitedSigner.await(validator, address);
            return measure(new OneNodeLoad(validator, first, asked(), environment.clock()));
        }
    }

    private int runSeveral(Observer observer) throws IOException, InterruptedException {
        List<String> addresses = addresses();
        List<NodeSettings> settings = new ArrayList<>();
        for (int i = 0; i < validators; i++) {
            settings.add(settings("bench-" + (i + 1), addresses.get(i)));
        }
        try (SharedKeyBench bench = new SharedKeyBench(environment, addresses, settings, observer)) {
            bench.await(err());
            try (SharedKeyLoad load = bench.load(asked(), conflicts)) {
                return measure(load);
            }
        }
    }

    private int measure(Load load) throws InterruptedException {
        err().println("a signer came; asking for heights " + firstHeight + " to " + (firstHeight + heights - 1));
        err().flush();
        return new BenchRun(load, spec.commandLine().getOut(), err(), json == null ? null : resolved(json))
                .run(new Progress(firstHeight, heights, err()));
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private BenchReport.Asked asked() {
        return new BenchReport.Asked(chainId, firstHeight, heights, rate, extensions);
    }

    private NodeSettings settings(String name, String address) {
        return NodeSettings.stock(name, ListenAddress.parse(address, environment, spec), chainId)
                .withGeneration(oldAccept ? AcceptGeneration.ONE_PER_TRIGGER : AcceptGeneration.REARMING);
    }

    private List<String> addresses() {
        return SeveralAddresses.of(listen, validators, environment.directory())
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--listen is given once for each of " + validators
                                + " validators, or once as tcp://HOST:PORT with as many ports from PORT on"));
    }

    private void checkNumbers() {
        require(heights >= 1 && heights <= MAX_HEIGHTS, "--heights is 1 to " + MAX_HEIGHTS);
        require(
                firstHeight >= 1 && firstHeight <= Long.MAX_VALUE - heights,
                "--first-height is 1 or more, and no height is above " + Long.MAX_VALUE);
        require(validators >= 1 && validators <= MAX_VALIDATORS, "--validators is 1 to " + MAX_VALIDATORS);
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
