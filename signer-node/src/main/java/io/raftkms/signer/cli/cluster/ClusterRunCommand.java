package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.home.HomeLayout;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code raftkms cluster run}. */
@Command(
        name = "run",
        description = {
            "Run all members of a directory that `cluster init` wrote, in the foreground, each with its name before its"
                    + " lines.",
            "A member that ends is told with its exit code or signal and what to do; the others go on.",
            "For trying a cluster on one machine: members that share a machine share its death."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all members stopped in order",
            "2:wrong options or arguments",
            "11:the directory has no members",
            "other:the exit code of the first member that failed; 137 is kill -9"
        })
public final class ClusterRunCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "What --out named at `cluster init`.")
    private Path given;

    public ClusterRunCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        Path directory = environment.directory().resolve(given).normalize();
        List<Path> files = configurations(directory);
        RunningMembers members = new RunningMembers(spec.commandLine().getOut());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(members), "stop members"));
        for (Path file : files) {
            members.start(file.getParent().getFileName().toString(), file);
        }
        return members.awaitEnd();
    }

    /** The exit code is that of the members, not that of the signal. */
    private static void stop(RunningMembers members) {
        int code = ExitCode.UNEXPECTED.code();
        try {
            members.stop();
            code = members.awaitEnd();
        } finally {
            Runtime.getRuntime().halt(code);
        }
    }

    private static List<Path> configurations(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new CommandException(MessageCode.FILE_MISSING, directory + " is no directory");
        }
        try (Stream<Path> homes = Files.list(directory)) {
            List<Path> files = homes.map(home -> home.resolve(HomeLayout.CONFIGURATION))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new CommandException(
                        MessageCode.FILE_MISSING, directory + " has no member's home (NAME/raftkms.toml)");
            }
            return files;
        }
    }
}
