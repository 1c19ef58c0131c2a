package io.raftkms.signer.cli.audit;

import io.raftkms.signer.audit.Anchor;
import io.raftkms.signer.audit.AuditFinding;
import io.raftkms.signer.audit.AuditHead;
import io.raftkms.signer.audit.AuditVerdict;
import io.raftkms.signer.audit.AuditVerification;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.Failure;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code raftkms audit verify}. */
@Command(
        name = "verify",
        description = {
            "Check the chain of an audit and name the file and line of whatever was changed, removed or added.",
            "A chain cut off at its end, or rewritten from some line up to its end, is whole in itself: it shows only"
                    + " against a head that was kept elsewhere (--anchor, --head, or the anchor of -c FILE)."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:nothing was found",
            "2:wrong options or arguments",
            "10:the configuration has errors",
            "11:there is no audit, or it cannot be read",
            "22:something was changed, removed or added"
        })
final class AuditVerifyCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AuditSource source;

    @Option(names = "--head", paramLabel = "SEQ:HASH", description = "A head that was noted; may be repeated.")
    private List<String> given = List.of();

    @Option(names = "--anchor", paramLabel = "FILE", description = "An anchor file that was kept.")
    private Path anchor;

    @Mixin
    private ResultOption result;

    AuditVerifyCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        AuditSource.Place place = source.place(environment);
        AuditVerdict verdict = verdict(place);
        if (!verdict.intact() && !result.asJson()) {
            throw new CommandException(failures(verdict));
        }
        result.print(verdict, out -> print(verdict, out));
        return verdict.intact() ? ExitCode.OK.code() : ExitCode.REFUSED.code();
    }

    private AuditVerdict verdict(AuditSource.Place place) {
        try {
            // Read before the chain, which may be growing and is never behind it.
            List<AuditHead> heads = heads(place);
            return AuditVerification.of(place.directory(), heads);
        } catch (IOException e) {
            throw AuditSource.unreadable(place.directory(), e);
        }
    }

    private List<AuditHead> heads(AuditSource.Place place) throws IOException {
        List<AuditHead> heads = new ArrayList<>();
        try {
            for (String text : given) {
                heads.add(AuditHead.parse(text));
            }
            Optional<Path> kept = anchor == null
                    ? place.anchor()
                    : Optional.of(environment.directory().resolve(anchor));
            if (kept.isPresent()) {
                Anchor.read(kept.get()).ifPresent(heads::add);
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        return heads;
    }

    private static List<Failure> failures(AuditVerdict verdict) {
        return verdict.findings().stream()
                .map(finding -> Failure.of(MessageCode.AUDIT_DAMAGED, verdict.directory() + "/" + finding))
                .toList();
    }

    private static void print(AuditVerdict verdict, PrintWriter out) {
        out.println(verdict.directory() + " is intact: " + verdict.lines() + " lines in " + verdict.files()
                + (verdict.files() == 1 ? " file" : " files") + ", from number " + verdict.firstSeq());
        out.println("head " + verdict.head() + ", log followed to index " + verdict.upto());
        for (AuditFinding gap : verdict.gaps()) {
            out.println("gap: " + gap);
        }
        verdict.notes().forEach(note -> out.println("note: " + note));
    }
}
