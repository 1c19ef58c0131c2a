package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.FailureText;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ProgramTest {
    @TempDir
    private Path directory;

    @Test
    void everyCommandHasHelp() {
        for (List<String> command : commands(Program.commandLine(Environment.ofProcess()), List.of())) {
            List<String> arguments = new ArrayList<>(command);
            arguments.add("--help");

            CommandRun run = CommandRun.in(directory, arguments.toArray(String[]::new));

            assertThat(run.exitCode()).as("%s", command).isZero();
            assertThat(run.out()).as("%s", command).startsWith("Usage: raftkms");
        }
    }

    @Test
    void wrongUsageIsToldWithoutAStackTrace() {
        CommandRun unknown = CommandRun.in(directory, "clutser");
        CommandRun missing = CommandRun.in(directory);
        CommandRun group = CommandRun.in(directory, "cluster");
        CommandRun option = CommandRun.in(directory, "config", "check");

        assertThat(List.of(unknown, missing, group, option)).allSatisfy(run -> {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).startsWith("RK-0002 ").contains("--help").doesNotContain("\tat ");
            assertThat(run.out()).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "status, Did you mean `raftkms cluster status`?",
        "lead, --help",
        "clutser, Did you mean `raftkms cluster`?",
        "cluster statsu, Did you mean `raftkms cluster status`?",
        "transfr, Did you mean `raftkms cluster transfer`?",
        "verify, Did you mean `raftkms state verify` or `raftkms audit verify`?",
        "state init --chian-id c --new-chain, Did you mean --chain-id?",
        "cluster status home, Did you mean -c DIRECTORY/home/raftkms.toml?",
        "cluster status home/raftkms.toml, Did you mean -c DIRECTORY/home/raftkms.toml?",
        "cluster status elsewhere, does not take the argument elsewhere"
    })
    void whatWasProbablyMeantIsSaid(String line, String says) throws IOException {
        Files.createFile(Files.createDirectory(directory.resolve("home")).resolve("raftkms.toml"));

        CommandRun run = CommandRun.in(directory, line.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(says.replace("DIRECTORY", directory.toString()));
    }

    @Test
    void aDirectoryForAConfigurationIsAnsweredWithTheFilesInIt() throws IOException {
        Path home = Files.createDirectories(directory.resolve("try/a"));
        Files.createFile(home.resolve("raftkms.toml"));

        CommandRun ofHome = CommandRun.in(directory, "cluster", "status", "-c", "try/a");
        CommandRun ofCluster = CommandRun.in(directory, "cluster", "status", "-c", "try");
        CommandRun ofOther = CommandRun.in(home, "cluster", "status", "-c", ".");

        assertThat(ofHome.err()).contains("did you mean " + home.resolve("raftkms.toml") + "?");
        assertThat(ofCluster.err()).contains("did you mean " + home.resolve("raftkms.toml") + "?");
        assertThat(List.of(ofHome, ofCluster, ofOther))
                .allMatch(run -> run.exitCode() == 11 && run.err().startsWith("RK-1002 "));
    }

    @Test
    void theChoiceOfABeginningIsExplainedWhereItIsMissing() {
        CommandRun none = CommandRun.in(directory, "state", "init", "--chain-id", "chain-1");
        CommandRun both =
                CommandRun.in(directory, "state", "init", "--chain-id", "chain-1", "--new-chain", "--height", "5");

        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err())
                .contains(
                        "--new-chain if it has never signed", "--height H", "state import -c FILE --chain-id chain-1");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("mutually exclusive").doesNotContain("Error:");
    }

    @Test
    void showsItsVersion() throws Exception {
        assertThat(CommandRun.in(directory, "version").out()).startsWith("raftkms ");
        assertThat(CommandRun.in(directory, "--version").out()).startsWith("raftkms ");
        String json = CommandRun.in(directory, "version", "--json").out();
        assertThat(new ObjectMapper().readTree(json).get("version").asText()).isNotBlank();
    }

    @Test
    void unexpectedErrorsEndWithOneAndKeepTheTraceForVerbose() {
        IllegalStateException failure = new IllegalStateException("boom");

        assertThat(printed(failure, false))
                .isEqualTo("1\nRK-0001 Unexpected error\n" + "  java.lang.IllegalStateException: boom\n  To do: "
                        + MessageCode.UNEXPECTED.toDo() + "\n");
        assertThat(printed(failure, true)).contains("\tat io.raftkms.signer.cli.ProgramTest");
    }

    @Test
    void faultsOfTheMemberHaveTheirOwnCode() {
        MemberFaultException fault = new MemberFaultException(Fault.DATA_DIRECTORY_LOCKED, "data/ is locked.");

        assertThat(printed(fault, false))
                .startsWith("14\nRK-1402 Data directory in use\n  data/ is locked.\n  To do: ");
        assertThat(printed(new OutOfMemoryError("heap"), false)).startsWith("31\nRK-3101 ");
    }

    @Test
    void faultsOfKeysHaveTheirOwnCode() {
        CommandRun run = CommandRun.in(directory, "softsign", "show", "none.key");

        assertThat(run.exitCode()).isEqualTo(12);
        assertThat(run.err()).startsWith("RK-1201 ");
    }

    @Test
    void resultThatNobodyTakesIsAFailure() {
        StringWriter err = new StringWriter();
        CommandLine commandLine = Program.commandLine(Environment.ofProcess());
        commandLine.setOut(new PrintWriter(new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        }));
        commandLine.setErr(new PrintWriter(err));

        int exitCode = commandLine.execute("version");

        assertThat(exitCode).isEqualTo(11);
        assertThat(err.toString()).startsWith("RK-1105 Output not written\n").doesNotContain("\tat ");
    }

    private static String printed(Throwable failure, boolean verbose) {
        StringWriter err = new StringWriter();
        ExitCode exit = FailureText.print(failure, new PrintWriter(err), verbose);
        return exit.code() + "\n" + err;
    }

    private static List<List<String>> commands(CommandLine command, List<String> path) {
        List<List<String>> all = new ArrayList<>();
        all.add(path);
        command.getSubcommands().forEach((name, subcommand) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            all.addAll(commands(subcommand, longer));
        });
        return all;
    }
}
