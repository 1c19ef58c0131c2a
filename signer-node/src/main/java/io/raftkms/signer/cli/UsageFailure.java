package io.raftkms.signer.cli;

import io.raftkms.signer.config.ConfigurationLocation;
import io.raftkms.signer.config.Suggestion;
import io.raftkms.signer.message.MessageCode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What people see when the command line does not fit: what is wrong, what was probably meant, where help is. */
final class UsageFailure {
    private static final int MOST_SUGGESTED = 3;

    private final ParameterException failure;
    private final CommandLine command;
    private final Optional<String> unmatched;
    private final Path directory;

    /**
     * @param arguments the whole command line
     * @param directory where relative paths on it start
     */
    UsageFailure(ParameterException failure, List<String> arguments, Path directory) {
        this.failure = failure;
        this.command = failure.getCommandLine();
        this.unmatched = unmatched(failure, arguments);
        this.directory = directory;
    }

    /** A mistyped option that is required is told as missing; what was typed says more. */
    private static Optional<String> unmatched(ParameterException failure, List<String> arguments) {
        if (failure instanceof UnmatchedArgumentException named) {
            return named.getUnmatched().stream().findFirst();
        }
        Set<String> known =
                failure.getCommandLine().getCommandSpec().optionsMap().keySet();
        return failure instanceof MissingParameterException
                ? arguments.stream()
                        .filter(argument -> argument.startsWith("--") && !known.contains(optionName(argument)))
                        .findFirst()
                : Optional.empty();
    }

    private static String optionName(String argument) {
        return argument.split("=", 2)[0];
    }

    void print(PrintWriter err) {
        err.println(MessageCode.USAGE.code() + " " + message());
        unmatched.flatMap(this::meant).ifPresent(meant -> err.println("  Did you mean " + meant + "?"));
        err.println("  To do: " + name(command) + " --help shows what the command takes.");
        err.flush();
    }

    private String message() {
        if (unmatched.isEmpty()) {
            return failure.getMessage().replaceFirst("^Error: ", "");
        }
        String argument = unmatched.get();
        if (argument.startsWith("-")) {
            return name(command) + " has no option " + optionName(argument);
        }
        return name(command) + (isGroup() ? " has no command " : " does not take the argument ") + argument;
    }

    private Optional<String> meant(String argument) {
        if (argument.startsWith("-")) {
            return option(argument);
        }
        return isGroup() ? subcommand(argument) : configuration(argument);
    }

    private Optional<String> option(String argument) {
        return Suggestion.nearest(
                optionName(argument), command.getCommandSpec().optionsMap().keySet());
    }

    /** The same word elsewhere before a similar word here: `status` is a command of `cluster`. */
    private Optional<String> subcommand(String word) {
        List<CommandLine> all = below(root()).toList();
        String same = named(all, name -> name.equals(word));
        if (!same.isEmpty()) {
            return Optional.of(same);
        }
        Optional<String> here =
                Suggestion.nearest(word, command.getSubcommands().keySet());
        if (here.isPresent()) {
            return here.map(name -> quoted(command.getSubcommands().get(name)));
        }
        return Suggestion.nearest(
                        word, all.stream().map(CommandLine::getCommandName).toList())
                .map(nearest -> named(all, name -> name.equals(nearest)));
    }

    private static String named(List<CommandLine> commands, Predicate<String> name) {
        return commands.stream()
                .filter(each -> name.test(each.getCommandName()))
                .limit(MOST_SUGGESTED)
                .map(UsageFailure::quoted)
                .collect(Collectors.joining(" or "));
    }

    /** A path where a command works on a member: its file was meant, and -c forgotten. */
    private Optional<String> configuration(String argument) {
        Path path = directory.resolve(argument).normalize();
        if (!command.getCommandSpec().optionsMap().containsKey("-c")) {
            return Optional.empty();
        }
        Optional<Path> file = Files.isRegularFile(path) ? Optional.of(path) : ConfigurationLocation.inHome(path);
        return file.map(found -> "-c " + ShellWord.of(found));
    }

    private boolean isGroup() {
        return !command.getSubcommands().isEmpty();
    }

    private CommandLine root() {
        CommandLine root = command;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return root;
    }

    private static Stream<CommandLine> below(CommandLine group) {
        return group.getSubcommands().values().stream().flatMap(each -> Stream.concat(Stream.of(each), below(each)));
    }

    private static String quoted(CommandLine command) {
        return "`" + name(command) + "`";
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }
}
