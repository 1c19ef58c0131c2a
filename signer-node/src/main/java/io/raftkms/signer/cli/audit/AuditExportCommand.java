package io.raftkms.signer.cli.audit;

import io.raftkms.signer.audit.AuditLine;
import io.raftkms.signer.audit.AuditReader;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.message.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code raftkms audit export}. */
@Command(
        name = "export",
        description = "Print the part of an audit that lies between two instants; check it before with audit verify.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:printed",
            "2:wrong options or arguments",
            "10:the configuration has errors",
            "11:there is no audit, or it cannot be read"
        })
final class AuditExportCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AuditSource source;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "First instant, as 2026-11-22 or 2026-11-22T12:00:00Z; else the beginning.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Instant behind the last; else the end.")
    private String to;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only lines of this kind, as applied or release.")
    private String kind;

    @Option(names = "--json", description = "Print the lines as they are in the chain, with their hashes.")
    private boolean asJson;

    AuditExportCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Instant first = instant(from, Instant.MIN);
        Instant end = instant(to, Instant.MAX);
        AuditSource.Place place = source.place(environment);
        PrintWriter out = spec.commandLine().getOut();
        try {
            long unreadable = AuditReader.read(place.directory(), line -> {
                if (!line.time().isBefore(first) && line.time().isBefore(end) && wanted(line)) {
                    out.println(asJson ? line.text() : line.summary());
                }
            });
            if (unreadable > 0) {
                spec.commandLine().getErr().println(unreadable + " lines cannot be read: see raftkms audit verify");
            }
        } catch (IOException e) {
            throw AuditSource.unreadable(place.directory(), e);
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private boolean wanted(AuditLine line) {
        return kind == null || kind.equals(line.kind());
    }

    private Instant instant(String text, Instant otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new ParameterException(
                    spec.commandLine(), text + " is no time: write 2026-11-22 or 2026-11-22T12:00:00Z");
        }
    }
}
