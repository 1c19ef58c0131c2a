package io.raftkms.signer.cli;

import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.FailureText;
import io.raftkms.signer.message.MessageCode;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.util.List;
import picocli.CommandLine;

/** The command line of raftkms: commands with what they need, and one way of failing. */
public final class Program {
    private Program() {}

    /** Ready to {@code execute}; a test may set its own out and err. */
    public static CommandLine commandLine(Environment environment) {
        CommandLine commandLine = new CommandLine(new RaftkmsCommand(), factory(environment));
        commandLine.setExecutionStrategy(parsed -> {
            int exitCode = new CommandLine.RunLast().execute(parsed);
            return commandLine.getOut().checkError() ? notWritten(commandLine) : exitCode;
        });
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            PrintWriter err = command.getErr();
            return FailureText.print(failure, err, verbose(commandLine)).code();
        });
        commandLine.setParameterExceptionHandler((failure, arguments) -> {
            new UsageFailure(failure, List.of(arguments), environment.directory())
                    .print(failure.getCommandLine().getErr());
            return ExitCode.USAGE.code();
        });
        return commandLine;
    }

    /** Writers keep errors to themselves; a script must not take half a result for a whole one. */
    private static int notWritten(CommandLine commandLine) {
        CommandException failure =
                new CommandException(MessageCode.OUTPUT_NOT_WRITTEN, "standard output did not take all of the result");
        return FailureText.print(failure, commandLine.getErr(), false).code();
    }

    private static boolean verbose(CommandLine root) {
        RaftkmsCommand command = root.getCommand();
        return command.verbose();
    }

    /** Commands with a constructor for the environment get it. */
    private static CommandLine.IFactory factory(Environment environment) {
        CommandLine.IFactory plain = CommandLine.defaultFactory();
        return new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                    Class<?>[] parameters = constructor.getParameterTypes();
                    if (parameters.length == 1 && parameters[0] == Environment.class) {
                        constructor.setAccessible(true);
                        return type.cast(constructor.newInstance(environment));
                    }
                }
                return plain.create(type);
            }
        };
    }
}
