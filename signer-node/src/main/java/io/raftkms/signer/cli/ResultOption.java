package io.raftkms.signer.cli;

import io.raftkms.signer.admin.AdminJson;
import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --json} of every command that prints a result. */
public final class ResultOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean asJson;

    /** Prints a record: as JSON if that was asked for, else by the given text. */
    public void print(Object result, Consumer<PrintWriter> text) {
        PrintWriter out = command.commandLine().getOut();
        if (asJson) {
            out.println(AdminJson.text(result));
        } else {
            text.accept(out);
        }
        out.flush();
    }

    boolean asJson() {
        return asJson;
    }
}
