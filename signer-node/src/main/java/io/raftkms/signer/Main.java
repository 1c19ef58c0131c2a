package io.raftkms.signer;

import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.LogSetup;
import io.raftkms.signer.cli.Program;
import io.raftkms.signer.message.FailureText;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The process. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Every way out has an exit code; errors that are no exceptions (out of memory) have theirs too. */
    private static int run(String[] arguments) {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        LogSetup.silence();
        try {
            CommandLine commandLine = Program.commandLine(Environment.ofProcess());
            commandLine.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
            commandLine.setErr(err);
            return commandLine.execute(arguments);
        } catch (Throwable failure) {
            return FailureText.print(failure, err, false).code();
        }
    }
}
