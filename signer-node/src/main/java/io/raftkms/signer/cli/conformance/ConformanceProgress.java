package io.raftkms.signer.cli.conformance;

import io.raftkms.signer.simulator.ConformanceList.Result;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;

/** One line per check that is done. */
final class ConformanceProgress implements Consumer<Result> {
    private final int checks;
    private final PrintWriter err;
    private int done;

    ConformanceProgress(int checks, PrintWriter err) {
        this.checks = checks;
        this.err = err;
    }

    @Override
    public void accept(Result result) {
        done++;
        String verdict = result.verdict().name().toLowerCase(Locale.ROOT);
        err.println(done + " of " + checks + ": " + verdict + ": " + result.name());
        err.flush();
    }
}
