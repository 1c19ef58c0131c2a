package io.raftkms.signer.cli;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.signer.cli.cluster.MemberPlans;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.ConfigurationLocation;
import io.raftkms.signer.config.Suggestion;
import io.raftkms.signer.home.HomeLayout;
import io.raftkms.signer.home.Network;
import io.raftkms.signer.home.SingleHome;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code raftkms init HOME}. */
@Command(
        name = "init",
        description = {
            "Make the home of a single member, as tmkms init does.",
            "A home that has a tmkms.toml or raftkms.toml keeps it: identity, data directory and TLS material are added"
                    + " beside it. Nothing is overwritten. For three or more members use \"raftkms cluster init\"."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the home is complete",
            "2:wrong options or arguments",
            "10:the configuration in the home has errors",
            "11:a file is there already, or cannot be written",
            "22:the home belongs to a member of a cluster"
        })
final class InitCommand implements Callable<Integer> {
    private static final String MEMBER_NAME = "a";

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-n", "--networks"},
            split = ",",
            paramLabel = "NETWORKS",
            description = "For a new home, comma separated: cosmoshub (default), irishub, sentinelhub, osmosis, core.")
    private List<String> networkNames = List.of();

    @Parameters(paramLabel = "HOME", description = "The home's directory.")
    private Path given;

    @Mixin
    private ResultOption result;

    InitCommand(Environment environment) {
        this.environment = environment;
    }

    /** What {@code --json} prints. */
    record Result(String home, String configuration, String clusterId, String member, List<String> written) {}

    @Override
    public Integer call() {
        List<Network> networks = networks();
        Path home = environment.directory().resolve(given).normalize();
        requireNew(home.resolve(HomeLayout.DATA).resolve("identity.json"));
        Optional<Configuration> existing = ConfigurationLocation.inHome(home)
                .map(file -> new ConfigurationLoader(environment).configuration(Optional.of(file)));
        existing.ifPresent(this::requireNoCluster);
        List.of(HomeLayout.CA, HomeLayout.CERTIFICATE, HomeLayout.CERTIFICATE_KEY)
                .forEach(file -> requireNew(home.resolve(file)));
        byte[] suffix = new byte[4];
        environment.random().nextBytes(suffix);
        String clusterId = SingleHome.CLUSTER_PREFIX + HexFormat.of().formatHex(suffix);
        MemberId id = MemberPlans.newId(MEMBER_NAME, environment.random());
        List<Path> written = write(home, clusterId, id, networks, existing.isPresent());
        Path file = existing.map(Configuration::file).orElse(home.resolve(HomeLayout.CONFIGURATION));
        print(home, file, clusterId, id, written, existing);
        return ExitCode.OK.code();
    }

    private List<Network> networks() {
        if (networkNames.isEmpty()) {
            return List.of(Network.COSMOSHUB);
        }
        List<Network> networks = new ArrayList<>();
        for (String name : networkNames) {
            Network network = Network.named(name)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "-n: no network " + name + "; there are " + String.join(", ", Network.names())
                                    + Suggestion.nearest(name, Network.names())
                                            .map(meant -> "; did you mean " + meant + "?")
                                            .orElse("")));
            if (!networks.contains(network)) {
                networks.add(network);
            }
        }
        return networks;
    }

    private void requireNoCluster(Configuration configuration) {
        configuration.cluster().ifPresent(cluster -> {
            throw new CommandException(
                    MessageCode.HOME_OF_A_MEMBER,
                    configuration.file() + " is that of member "
                            + cluster.self().id().name() + " of cluster " + cluster.id() + ".");
        });
    }

    private static void requireNew(Path file) {
        if (Files.exists(file)) {
            throw new CommandException(
                    MessageCode.FILE_EXISTS, file + " is there already: the home was initialized before.");
        }
    }

    private List<Path> write(Path home, String clusterId, MemberId id, List<Network> networks, boolean configured) {
        SingleHome writer = new SingleHome(environment.clock(), environment.random());
        try {
            return configured
                    ? writer.addMembership(home, clusterId, id)
                    : writer.writeNew(home, clusterId, id, networks);
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(MessageCode.FILE_EXISTS, e.getMessage() + " is there already.", e);
        } catch (IOException e) {
            throw new CommandException(
                    MessageCode.FILE_NOT_WRITTEN, "writing " + home + " failed: " + IoReason.of(e), e);
        }
    }

    private void print(
            Path home, Path file, String clusterId, MemberId id, List<Path> written, Optional<Configuration> existing) {
        Result summary = new Result(
                home.toString(),
                file.toString(),
                clusterId,
                id.name(),
                written.stream().map(Path::toString).toList());
        result.print(summary, out -> printText(out, file, written, existing));
    }

    private static void printText(PrintWriter out, Path file, List<Path> written, Optional<Configuration> existing) {
        written.forEach(path -> out.println("Written: " + path));
        existing.ifPresent(kept -> out.println("Kept:    " + kept.file()));
        out.println("Next:");
        if (existing.isEmpty()) {
            out.println("  edit " + file + ": addr of each [[validator]]");
            out.println("  import the key: raftkms softsign import priv_validator_key.json "
                    + ShellWord.of(file.resolveSibling("secrets")) + "/CHAIN-ID-consensus.key");
        }
        out.println("  raftkms config check " + ShellWord.of(file));
        out.println("  raftkms start -c " + ShellWord.of(file));
        out.println("  then enrol the key: raftkms state import or state init, see their --help");
    }
}
