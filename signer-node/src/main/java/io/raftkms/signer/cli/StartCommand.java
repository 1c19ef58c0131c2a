package io.raftkms.signer.cli;

import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.SerialFilter;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.ConfigurationReading;
import io.raftkms.signer.key.KeyFaultException;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import io.raftkms.signer.node.SignerNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code raftkms start}. */
@Command(
        name = "start",
        description = {
            "Run one member until it is told to stop (SIGTERM, SIGINT). SIGHUP reloads, as `raftkms reload` does.",
            "A tmkms.toml without [cluster] runs as a cluster of one, once `raftkms init HOME` has added identity and data."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:stopped in order",
            "2:wrong options or arguments",
            "10-19:mend configuration, files or environment first",
            "20-29:refused for safety, or the disk failed: do not restart by itself",
            "30-39:ended itself; a restart is right"
        })
final class StartCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(StartCommand.class);

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private RaftkmsCommand root;

    @Mixin
    private ConfigurationOption config;

    StartCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws MemberFaultException, KeyFaultException, InterruptedException {
        ConfigurationReading.Valid read = new ConfigurationLoader(environment).load(config.file());
        LogSetup.apply(read.configuration().log(), root.verbose());
        read.notices()
                .forEach(notice ->
                        LOG.info(ConfigurationLoader.text(read.configuration().file(), notice)));
        SerialFilter.installUnlessSet();
        PrintWriter err = spec.commandLine().getErr();
        LOG.info(
                "raftkms {} starts with {}",
                VersionCommand.number(),
                read.configuration().file());
        ProcessFailStop failStop = new ProcessFailStop(err);
        Thread.setDefaultUncaughtExceptionHandler(failStop::uncaught);
        AtomicReference<SignerNode> running = new AtomicReference<>();
        HangUp.onSignal(() -> reload(running.get()));
        SignerNode node = started(read.configuration(), failStop);
        running.set(node);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "stop"));
        new CountDownLatch(1).await();
        return ExitCode.OK.code();
    }

    private SignerNode started(Configuration configuration, ProcessFailStop failStop)
            throws MemberFaultException, KeyFaultException {
        boolean started = false;
        try {
            SignerNode node = SignerNode.start(
                    configuration,
                    VersionCommand.number(),
                    failStop,
                    environment.clock(),
                    environment.random(),
                    log -> LogSetup.level(log, root.verbose()));
            started = true;
            return node;
        } finally {
            if (!started) {
                LogSetup.flush();
            }
        }
    }

    /** What a reload did is in the log; so is why it did nothing. */
    private static void reload(SignerNode node) {
        try {
            if (node == null) {
                throw new CommandException(MessageCode.RELOAD_NOT_NOW, "the member is starting");
            }
            node.reload();
        } catch (CommandException refused) {
            refused.failures().forEach(failure -> LOG.error("{} {}", failure.code(), failure.detail()));
        } catch (RuntimeException defect) {
            LOG.error("the reload failed", defect);
        }
    }

    /** The exit code of an orderly stop is 0, not that of the signal. */
    private static void stop(SignerNode node) {
        try {
            node.close();
            LOG.info("stopped");
            LogSetup.flush();
        } finally {
            Runtime.getRuntime().halt(ExitCode.OK.code());
        }
    }
}
