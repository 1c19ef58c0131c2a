package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.cli.ShellWord;
import io.raftkms.signer.demo.MemberProcess;
import io.raftkms.signer.message.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The members of {@code cluster run}: their lines, each with its name before it, and how each of them ended. */
final class RunningMembers {
    private final PrintWriter out;
    private final List<MemberProcess> running = new ArrayList<>();
    private final List<CompletableFuture<Void>> ends = new ArrayList<>();
    private boolean stopping;
    private int exitCode = ExitCode.OK.code();

    RunningMembers(PrintWriter out) {
        this.out = out;
    }

    /** Starts one; none any more once they are being stopped. */
    synchronized void start(String name, Path configuration) throws IOException {
        if (stopping) {
            return;
        }
        MemberProcess member = MemberProcess.start(name, configuration, line -> say(name, line));
        running.add(member);
        say(name, "process " + member.pid() + ": raftkms start -c " + ShellWord.of(configuration));
        ends.add(member.ended().thenAccept(code -> ended(member, new MemberEnd(name, configuration, code))));
    }

    /** Said at once, while the others go on. */
    private synchronized void ended(MemberProcess member, MemberEnd end) {
        running.remove(member);
        if (exitCode == ExitCode.OK.code()) {
            exitCode = end.code();
        }
        say(end.name(), end.what());
        if (stopping) {
            return;
        }
        String others = running.stream().map(MemberProcess::name).collect(Collectors.joining(", "));
        say(end.name(), others.isEmpty() ? "no member runs here any more" : "still running here: " + others);
        say(end.name(), "To do: " + end.toDo());
    }

    /** Stops all that run, each in order, and waits for them. */
    void stop() {
        List<MemberProcess> members;
        synchronized (this) {
            stopping = true;
            members = List.copyOf(running);
        }
        members.forEach(MemberProcess::terminate);
        members.forEach(MemberProcess::close);
    }

    /** Waits until none runs; the exit code of the first that failed, else 0. */
    int awaitEnd() {
        CompletableFuture<?>[] all;
        synchronized (this) {
            all = ends.toArray(CompletableFuture[]::new);
        }
        CompletableFuture.allOf(all).join();
        synchronized (this) {
            return exitCode;
        }
    }

    private synchronized void say(String name, String line) {
        out.println(name + " | " + line);
        out.flush();
    }
}
