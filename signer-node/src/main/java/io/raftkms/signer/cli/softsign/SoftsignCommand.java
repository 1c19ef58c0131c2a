package io.raftkms.signer.cli.softsign;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code softsign}: the parent of its commands. They throw {@link io.raftkms.signer.key.KeyFaultException} for whatever
 * is wrong with a key or file, and picocli's {@link CommandLine.ParameterException} for wrong arguments.
 */
@Command(
        name = "softsign",
        description = "Makes, imports and shows consensus keys in files. Nothing is ever overwritten.",
        subcommands = {KeygenCommand.class, ImportCommand.class, ShowCommand.class})
public final class SoftsignCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "softsign needs one of keygen, import, show");
    }
}
