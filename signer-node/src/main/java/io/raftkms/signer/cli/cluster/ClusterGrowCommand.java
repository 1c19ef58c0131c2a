package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.admin.ClusterReport;
import io.raftkms.signer.admin.LedgerReport;
import io.raftkms.signer.cli.ConfigurationLoader;
import io.raftkms.signer.cli.ConfigurationOption;
import io.raftkms.signer.cli.EnrolmentText;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.MemberConnection;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.growth.Growth;
import io.raftkms.signer.growth.Handover;
import io.raftkms.signer.home.MemberPlan;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code raftkms cluster grow}: decision 0057. */
@Command(
        name = "grow",
        description = {
            "From one member to three or more: run it where the one member runs. It makes the homes of a new cluster with the"
                    + " member's keys, chains and validator nodes, seals every key on the old one, and writes the sealed state for the"
                    + " new one. Then it prints what is left to do on the other hosts.",
            "May be interrupted anywhere and run again, with the same arguments: nothing but time is lost, and a key that is not"
                    + " sealed here is not handed over."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the homes are made and every key is sealed; with --prepare, the homes are made",
            "2:wrong options or arguments",
            "10:the configuration has errors",
            "11:a file exists or cannot be written",
            "12:a key gives no signature now",
            "15:the member does not run",
            "22:refused, or nobody confirmed that the keys are to be sealed",
            "32:no leader within 10 s, or the outcome is unknown: run it again"
        })
public final class ClusterGrowCommand implements Callable<Integer> {
    private static final String AGAIN = "run the same command again";

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private GrowOptions options;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private ResultOption result;

    public ClusterGrowCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        List<MemberPlan> members = options.members(environment);
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        GrowthHomes homes = new GrowthHomes(environment, configuration, members, options.validators());
        Path directory = options.directory(environment);
        Handover handover = new Handover(directory);
        Optional<Growth> before = Growth.in(directory);
        before.ifPresent(growth -> growth.requireMembers(directory, members));
        Optional<Handover.Keys> done = before.isPresent() ? done(handover) : Optional.empty();
        done.ifPresent(keys -> requireAsHandedOver(configuration, before.get(), keys));
        GrowReport report = done.map(keys -> new GrowReport(before.get(), directory, Optional.of(keys)))
                .orElseGet(() -> advance(configuration, homes, before, handover));
        result.print(report.json(), report::print);
        return ExitCode.OK.code();
    }

    private static Optional<Handover.Keys> done(Handover handover) {
        try {
            return handover.done();
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandException(
                    MessageCode.GROWTH_OTHER_DIRECTORY, "what was handed over cannot be read: " + e.getMessage(), e);
        }
    }

    /** As far as the old member still runs, as it does until the operator has read what to do next. */
    private void requireAsHandedOver(Configuration configuration, Growth growth, Handover.Keys keys) {
        Path directory = options.directory(environment);
        try (MemberConnection connection = new MemberConnection(configuration)) {
            ClusterReport old = connection.status();
            growth.requireFrom(directory, old.clusterId(), name(old));
            new GrowthSeal(connection, new Handover(directory), AGAIN).requireStillSealed(keys);
        } catch (CommandException e) {
            if (e.failures().get(0).code() != MessageCode.MEMBER_NOT_RUNNING) {
                throw e;
            }
        }
    }

    private GrowReport advance(
            Configuration configuration, GrowthHomes homes, Optional<Growth> before, Handover handover) {
        Path directory = options.directory(environment);
        try (MemberConnection connection = new MemberConnection(configuration)) {
            ClusterReport old = connection.awaitLeader(spec.commandLine().getErr());
            requireAlone(old);
            Growth planned = before.orElseGet(() -> homes.planned(old));
            planned.requireFrom(directory, old.clusterId(), name(old));
            GrowthSeal seal = new GrowthSeal(connection, handover, AGAIN);
            List<LedgerReport.Key> keys = seal.planned(planned, old, options.neverUsedElsewhere());
            if (!options.prepares()) {
                say(old, keys, directory);
                confirm(old.clusterId());
            }
            Growth growth = before.orElseGet(() -> homes.write(planned, directory));
            Optional<Handover.Keys> sealed = options.prepares()
                    ? Optional.empty()
                    : Optional.of(seal.run(keys, spec.commandLine().getErr()));
            return new GrowReport(growth, directory, sealed);
        }
    }

    private static void requireAlone(ClusterReport old) {
        if (old.members().size() != 1) {
            throw new CommandException(
                    MessageCode.GROWTH_REFUSED,
                    "cluster " + old.clusterId() + " has " + old.members().size()
                            + " members: `raftkms cluster add` takes in another one");
        }
        if (old.members().get(0).facts() == null) {
            throw new CommandException(MessageCode.GROWTH_REFUSED, "the member does not tell which keys it has");
        }
    }

    private static String name(ClusterReport old) {
        ClusterReport.Member self = old.members().get(0);
        return self.name() + "#" + self.nonce();
    }

    private void say(ClusterReport old, List<LedgerReport.Key> keys, Path directory) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("Member " + old.self() + " of cluster " + old.clusterId() + " signs with:");
        keys.forEach(key -> err.println("  " + key.chainId() + "  " + key.address() + "  last at "
                + EnrolmentText.mark(key.mark()) + (key.state().equals("sealed") ? ", sealed" : "")));
        err.println("This command");
        err.println("  1. makes the homes of the new members in " + directory
                + ", with these keys, unless they are there;");
        err.println("  2. seals each key: member " + old.self() + " signs no more with it, for good;");
        err.println("  3. writes the sealed state there, from which the new cluster goes on.");
        err.println("From 2 until the new cluster has imported that state, nobody signs.");
        err.flush();
    }

    private void confirm(String clusterId) {
        if (options.yes()) {
            return;
        }
        Console console = System.console();
        if (console == null) {
            throw new CommandException(
                    MessageCode.EXPORT_NOT_CONFIRMED, "there is no terminal to ask on, and --yes was not given");
        }
        if (!clusterId.equals(console.readLine("Type the old cluster's id to go on: "))) {
            throw new CommandException(MessageCode.EXPORT_NOT_CONFIRMED, "the answer was not the cluster's id");
        }
    }
}
