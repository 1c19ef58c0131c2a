package io.raftkms.signer.cli;

import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.ConfigurationFile;
import io.raftkms.signer.config.ConfigurationReading;
import io.raftkms.signer.config.Notice;
import io.raftkms.signer.config.Problem;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ConfigurationProblems;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.Failure;
import io.raftkms.signer.message.MessageCode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code raftkms config check FILE}. */
@Command(
        name = "check",
        description = {
            "Check a raftkms.toml or tmkms.toml.",
            "Shows all errors at once, each with line, column and what was probably meant; then what a start would"
                    + " refuse of the key and TLS files that it names: missing, unreadable, open to others, damaged."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the file can be used",
            "2:wrong options or arguments",
            "10:the file has errors",
            "11:the file, or a key file that it names, is missing or unreadable",
            "12:a key file that it names cannot be used",
            "13:TLS material that it names cannot be used",
            "20:the home has no identity yet: run raftkms init"
        })
final class ConfigCheckCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(paramLabel = "FILE", description = "The configuration file.")
    private Path given;

    @Mixin
    private ResultOption result;

    ConfigCheckCommand(Environment environment) {
        this.environment = environment;
    }

    /** What {@code --json} prints. */
    record Result(String file, boolean valid, List<Finding> problems, List<Finding> notices) {}

    /** One problem or notice; for a file that it names, line and column are 0. */
    record Finding(String code, int line, int column, String text) {}

    @Override
    public Integer call() {
        Path file = environment.directory().resolve(given).normalize();
        ConfigurationReading reading = ConfigurationFile.read(file);
        if (reading instanceof ConfigurationReading.Valid valid) {
            List<Failure> faults = new NamedFiles(valid.configuration(), environment.clock()).faults();
            return end(file, valid.configuration(), faults, findings(faults), valid.notices());
        }
        List<Problem> problems = ((ConfigurationReading.Invalid) reading).problems();
        return end(file, null, ConfigurationProblems.failures(file, problems), findingsOf(problems), List.of());
    }

    private int end(
            Path file, Configuration valid, List<Failure> failures, List<Finding> problems, List<Notice> notices) {
        if (!failures.isEmpty() && !result.asJson()) {
            throw new CommandException(failures);
        }
        List<Finding> notes = notices.stream()
                .map(notice ->
                        new Finding("", notice.spot().line(), notice.spot().column(), notice.text()))
                .toList();
        result.print(new Result(file.toString(), failures.isEmpty(), problems, notes), out -> {
            out.println(file + " is valid: " + summary(valid));
            notices.forEach(notice -> out.println(ConfigurationLoader.text(file, notice)));
        });
        return failures.isEmpty()
                ? ExitCode.OK.code()
                : failures.get(0).code().exitCode().code();
    }

    private static List<Finding> findingsOf(List<Problem> problems) {
        return problems.stream()
                .map(problem -> new Finding(
                        MessageCode.of(problem.fault()).code(),
                        problem.spot().line(),
                        problem.spot().column(),
                        problem.text()))
                .toList();
    }

    private static List<Finding> findings(List<Failure> faults) {
        return faults.stream()
                .map(failure -> new Finding(failure.code().code(), 0, 0, failure.detail()))
                .toList();
    }

    private static String summary(Configuration configuration) {
        String cluster = configuration
                .cluster()
                .map(settings -> "member " + settings.self().id().name() + " of cluster " + settings.id() + ", "
                        + Counted.of(settings.members().size(), "member"))
                .orElse("a cluster of one");
        return cluster + "; " + Counted.of(configuration.chains().size(), "chain") + ", "
                + Counted.of(configuration.validators().size(), "validator node") + ", "
                + Counted.of(configuration.keys().size(), "key");
    }
}
