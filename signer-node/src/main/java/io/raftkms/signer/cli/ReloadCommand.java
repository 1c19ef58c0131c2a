package io.raftkms.signer.cli;

import io.raftkms.signer.admin.ReloadReport;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.message.ExitCode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code raftkms reload}. */
@Command(
        name = "reload",
        description = {
            "Let a running member take its changed configuration, keys and TLS files into use, as SIGHUP does.",
            "All is checked first; if anything is wrong, nothing changes. Links that did not change go on."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:in use, apart from settings that are shown as needing a restart",
            "2:wrong options or arguments",
            "10:the configuration has errors: nothing has changed",
            "11:the configuration is missing or unreadable: nothing has changed",
            "12:a key cannot be used: nothing has changed",
            "13:TLS material cannot be used: nothing has changed",
            "15:the member does not run, or is starting or stopping"
        })
final class ReloadCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private ResultOption result;

    ReloadCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        try (MemberConnection connection = new MemberConnection(configuration)) {
            ReloadReport report = connection.post("/v1/reload", Map.of(), ReloadReport.class);
            result.print(report, out -> print(report, out));
        }
        return ExitCode.OK.code();
    }

    private static void print(ReloadReport report, PrintWriter out) {
        if (report.changed().isEmpty()) {
            out.println("nothing new");
        }
        report.changed().forEach(change -> out.println("in use: " + change));
        report.needsRestart().forEach(setting -> out.println("needs a restart: " + setting));
    }
}
