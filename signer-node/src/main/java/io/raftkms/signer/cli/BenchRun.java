package io.raftkms.signer.cli;

import io.raftkms.signer.admin.AdminJson;
import io.raftkms.signer.demo.BenchReport;
import io.raftkms.signer.demo.BenchText;
import io.raftkms.signer.demo.Load;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.FailureText;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** The run of {@code bench} with its one report: at its end or, where a signal ends it before, of what it got to. */
final class BenchRun {
    private final Load load;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Path json;
    private boolean reported;

    /**
     * @param json where the report goes as JSON, too; null for nowhere
     */
    BenchRun(Load load, PrintWriter out, PrintWriter err, Path json) {
        this.load = load;
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** Runs to its end; the exit code. */
    int run(Progress progress) throws InterruptedException {
        Thread onSignal = new Thread(this::stop, "report of what was measured");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            BenchReport report = load.run(progress);
            report(report);
            return (report.complete() ? ExitCode.OK : ExitCode.REFUSED).code();
        } finally {
            removeHook(onSignal);
        }
    }

    /** What SIGTERM and SIGINT do; a run that reported its end has nothing more to say. */
    void stop() {
        try {
            report(load.stop());
        } catch (CommandException failed) {
            FailureText.print(failed, err, false);
        }
    }

    private synchronized void report(BenchReport report) {
        if (reported) {
            return;
        }
        reported = true;
        BenchText.print(report, out);
        out.flush();
        if (json == null) {
            return;
        }
        try {
            Files.write(json, AdminJson.bytes(report));
        } catch (IOException e) {
            throw new CommandException(
                    MessageCode.FILE_NOT_WRITTEN, "writing " + json + " failed: " + IoReason.of(e), e);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException signalled) {
            // The process ends already; the hook finds that the report was made.
        }
    }
}
