package io.raftkms.signer.cli;

import io.raftkms.signer.cli.audit.AuditCommand;
import io.raftkms.signer.cli.cluster.ClusterCommand;
import io.raftkms.signer.cli.conformance.ConformanceCommand;
import io.raftkms.signer.cli.drill.DrillCommand;
import io.raftkms.signer.cli.log.LogCommand;
import io.raftkms.signer.cli.softsign.SoftsignCommand;
import io.raftkms.signer.cli.state.PauseCommand;
import io.raftkms.signer.cli.state.ResumeCommand;
import io.raftkms.signer.cli.state.StateCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command. A new command is one more line in its list. */
@Command(
        name = "raftkms",
        description = "A remote signer for CometBFT validators that is a cluster instead of a process.",
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            InitCommand.class,
            SoftsignCommand.class,
            StartCommand.class,
            ReloadCommand.class,
            StateCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            ClusterCommand.class,
            ConfigCommand.class,
            AuditCommand.class,
            LogCommand.class,
            BenchCommand.class,
            ConformanceCommand.class,
            DrillCommand.class,
            VersionCommand.class,
        })
public final class RaftkmsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
    private boolean version;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log more; show the stack trace of a failure.")
    private boolean verbose;

    boolean verbose() {
        return verbose;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
