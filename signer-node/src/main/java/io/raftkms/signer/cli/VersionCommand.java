package io.raftkms.signer.cli;

import io.raftkms.signer.message.ExitCode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/** {@code raftkms version}. */
@Command(name = "version", description = "Show the version.")
final class VersionCommand implements Callable<Integer> {
    @Mixin
    private ResultOption result;

    /** What {@code version --json} prints. */
    record Version(String version, String java) {}

    /** For {@code --version}. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"raftkms " + number()};
        }
    }

    static String number() {
        return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public Integer call() {
        Version version = new Version(number(), Runtime.version().toString());
        result.print(version, out -> out.println("raftkms " + version.version() + " (Java " + version.java() + ")"));
        return ExitCode.OK.code();
    }
}
