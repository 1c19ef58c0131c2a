package io.raftkms.signer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --json} of every command that prints a result. */
final class ResultOption {
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean asJson;

    /** Prints a record: as JSON if that was asked for, else by the given text. */
    void print(Object result, Consumer<PrintWriter> text) {
        PrintWriter out = command.commandLine().getOut();
        if (asJson) {
            out.println(encode(result));
        } else {
            text.accept(out);
        }
        out.flush();
    }

    boolean asJson() {
        return asJson;
    }

    private String encode(Object result) {
        try {
            return json.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result of " + command.qualifiedName() + " has no JSON form", e);
        }
    }
}
