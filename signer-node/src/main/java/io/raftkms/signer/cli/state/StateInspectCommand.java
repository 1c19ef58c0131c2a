package io.raftkms.signer.cli.state;

import io.raftkms.consensus.raft.store.Found;
import io.raftkms.consensus.raft.store.StateInspection;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.IoReason;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code raftkms state inspect DATA_DIR}. */
@Command(
        name = "inspect",
        description = {
            "Show what a data directory holds: identity, starts, marks, newest snapshot, vote. Works offline, on a copy too,"
                    + " and changes nothing.",
            "On the directory of a running member, what that is just writing can look torn."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:shown, and all of it can be read",
            "2:wrong options or arguments",
            "11:there is no data directory, or it cannot be read",
            "20:shown, and something in it is damaged"
        })
public final class StateInspectCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DATA_DIR", description = "A member's data directory, or a copy.")
    private Path directory;

    @Mixin
    private ResultOption result;

    StateInspectCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Path at = environment.directory().resolve(directory).normalize();
        StateInspection found;
        try {
            found = StateInspection.of(at);
        } catch (IOException e) {
            throw new CommandException(MessageCode.NOT_A_DATA_DIRECTORY, at + " cannot be read: " + IoReason.of(e), e);
        }
        if (!found.isDataDirectory()) {
            throw new CommandException(MessageCode.NOT_A_DATA_DIRECTORY, "nothing in " + at + " is of a member");
        }
        result.print(StateReport.of(found), out -> print(found, out));
        found.damages()
                .forEach(damage -> spec.commandLine().getErr().println(MessageCode.DATA_DAMAGED.code() + " " + damage));
        return found.damages().isEmpty() ? ExitCode.OK.code() : ExitCode.STATE.code();
    }

    private static void print(StateInspection found, PrintWriter out) {
        out.println("directory    " + found.directory());
        out.println("in use       "
                + found.holder().map(pid -> "by process " + pid).orElse("not as far as this system shows"));
        print(
                "identity",
                found.identity(),
                out,
                (identity, to) ->
                        to.println("identity     " + identity.member() + " of cluster " + identity.clusterId()));
        print(
                "run",
                found.run(),
                out,
                (run, to) -> to.println("run          start " + run.startNumber() + " ("
                        + run.startId() + "), applied "
                        + run.lastApplied().map(Object::toString).orElse("nothing") + ", " + run.marks() + " marks"));
        print(
                "watermark",
                found.watermark(),
                out,
                (marks, to) -> marks.forEach(mark -> to.println("watermark    "
                        + mark.chainId().orElse("key " + mark.name().substring(0, 16)) + " h/r/s " + mark.at()
                        + " from log entry " + mark.entry())));
        print("peers", found.peers(), out, (peers, to) -> to.println("peers        " + peers));
        for (StateInspection.Group group : found.groups()) {
            out.println("group        " + group.name());
            print(
                    "vote",
                    group.vote(),
                    out,
                    (vote, to) -> to.println("vote         term " + vote.term() + ", for "
                            + Optional.of(vote.votedFor())
                                    .filter(name -> !name.isEmpty())
                                    .orElse("nobody")));
            print("snapshot", group.snapshot(), out, StateInspectCommand::print);
        }
    }

    private static void print(StateInspection.SnapshotView view, PrintWriter out) {
        out.println("snapshot     " + view.file() + ", hash " + StateReport.hash(view));
        view.snapshot()
                .state()
                .keys()
                .forEach(key -> out.println("mark         " + key.key().chainId() + " h/r/s " + key.mark() + ", "
                        + key.reservations().size() + " reservations, " + StateReport.state(key)));
    }

    private static <T> void print(String what, Found<T> found, PrintWriter out, BiConsumer<T, PrintWriter> print) {
        if (found.value().isPresent()) {
            print.accept(found.value().get(), out);
        } else {
            out.println(String.format(
                    java.util.Locale.ROOT, "%-12s %s", what, found.damage().isPresent() ? "DAMAGED" : "missing"));
        }
    }
}
