package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.ShellWord;
import io.raftkms.signer.demo.MemberProcess;
import io.raftkms.signer.home.HomeLayout;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
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
        PrintWriter out = spec.commandLine().getOut();
        List<MemberProcess> members = new CopyOnWriteArrayList<>();
        AtomicBoolean stopping = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(members, stopping), "stop members"));
        AtomicInteger worst = new AtomicInteger(ExitCode.OK.code());
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (Path file : files) {
            String name = file.getParent().getFileName().toString();
            MemberProcess member = MemberProcess.start(name, file, line -> say(out, name, line));
            members.add(member);
            say(out, name, "process " + member.pid() + ": raftkms start -c " + ShellWord.of(file));
            ends.add(member.ended().thenAccept(code -> {
                worst.compareAndSet(ExitCode.OK.code(), code);
                members.remove(member);
                tell(out, new MemberEnd(name, file, code), stopping.get(), members);
            }));
        }
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
        return worst.get();
    }

    /** Said at once, while the others go on. */
    private static void tell(PrintWriter out, MemberEnd end, boolean stopping, List<MemberProcess> others) {
        say(out, end.name(), end.what());
        if (stopping) {
            return;
        }
        String names = others.stream().map(MemberProcess::name).collect(Collectors.joining(", "));
        say(out, end.name(), names.isEmpty() ? "no member runs here any more" : "still running here: " + names);
        say(out, end.name(), "To do: " + end.toDo());
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

    private static void stop(List<MemberProcess> members, AtomicBoolean stopping) {
        stopping.set(true);
        members.forEach(MemberProcess::terminate);
        members.forEach(MemberProcess::close);
    }

    private static synchronized void say(PrintWriter out, String name, String line) {
        out.println(name + " | " + line);
        out.flush();
    }
}
