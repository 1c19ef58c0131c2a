package io.raftkms.signer.node;

import io.raftkms.consensus.raft.MemberCertificates;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.signer.admin.ReloadReport;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.ConfigurationFile;
import io.raftkms.signer.config.ConfigurationReading;
import io.raftkms.signer.config.LogSettings;
import io.raftkms.signer.config.Problem;
import io.raftkms.signer.config.ReloadRules;
import io.raftkms.signer.key.KeyFaultException;
import io.raftkms.signer.key.SecretFile;
import io.raftkms.signer.link.LinkId;
import io.raftkms.signer.link.LinkSettings;
import io.raftkms.signer.link.ValidatorLinks;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ConfigurationProblems;
import io.raftkms.signer.message.Failure;
import io.raftkms.signer.message.MessageCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes changed files into use while the member runs. First everything is read and tried: configuration, keys with a
 * signature of each, connection keys, TLS material; one fault, and nothing changes. Then, in an order in which every
 * request finds a key: links that go or change end after their outstanding answer, keys and plan are exchanged, new links
 * begin. The rule and the ledger have no part in it.
 */
final class NodeReload {
    private static final Logger LOG = LoggerFactory.getLogger(NodeReload.class);
    private static final long LINKS_END_SECONDS = 8;

    private final Configuration started;
    private final SecretFile secrets;
    private final InUse inUse;
    private final ValidatorLinks links;
    private final MemberCertificates certificates;
    private final Consumer<LogSettings> logLevel;
    private final ScheduledExecutorService scheduler;
    private LogSettings.Level level;

    /**
     * @param started what the member started with
     * @param logLevel takes a level into use
     * @param scheduler wipes replaced keys later; not shut down here
     */
    NodeReload(
            Configuration started,
            SecretFile secrets,
            InUse inUse,
            ValidatorLinks links,
            MemberCertificates certificates,
            Consumer<LogSettings> logLevel,
            ScheduledExecutorService scheduler) {
        this.started = started;
        this.secrets = secrets;
        this.level = started.log().level();
        this.inUse = inUse;
        this.links = links;
        this.certificates = certificates;
        this.logLevel = logLevel;
        this.scheduler = scheduler;
    }

    /**
     * @throws CommandException with everything that keeps the new files from being used; nothing has changed then
     */
    synchronized ReloadReport reload() {
        Configuration next = configuration();
        List<Failure> faults = new ArrayList<>();
        Optional<InUse.Loaded> loaded = loaded(next, faults);
        Optional<Runnable> tls = tls(faults);
        if (!faults.isEmpty()) {
            loaded.ifPresent(set -> set.keys().close());
            throw refused(faults);
        }
        List<String> changed = new ArrayList<>();
        exchange(loaded.orElseThrow(), changed);
        tls.ifPresent(exchange -> {
            exchange.run();
            changed.add("TLS: certificate " + certificates.own().serial() + " until "
                    + certificates.own().until());
        });
        if (next.log().level() != level) {
            level = next.log().level();
            logLevel.accept(next.log());
            changed.add("log level " + level);
        }
        ReloadReport report = new ReloadReport(
                List.copyOf(changed),
                ReloadRules.needingRestart(started, next).stream()
                        .map(name -> MessageCode.NEEDS_RESTART + " " + name)
                        .toList());
        tell(report);
        return report;
    }

    private Configuration configuration() {
        ConfigurationReading reading = ConfigurationFile.read(started.file());
        if (reading instanceof ConfigurationReading.Valid valid) {
            return valid.configuration();
        }
        List<Problem> problems = ((ConfigurationReading.Invalid) reading).problems();
        throw refused(ConfigurationProblems.failures(started.file(), problems));
    }

    /** Every key signs its self-test before it is used: one that does not would cost this member its leadership. */
    private Optional<InUse.Loaded> loaded(Configuration next, List<Failure> faults) {
        try {
            InUse.Loaded loaded = InUse.Loaded.of(next, started.isListener(), secrets);
            loaded.keys().selfTest().forEach(fault -> faults.add(Failure.of(MessageCode.KEY_UNUSABLE, fault)));
            return Optional.of(loaded);
        } catch (KeyFaultException e) {
            faults.add(Failure.of(MessageCode.of(e.fault()), e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Runnable> tls(List<Failure> faults) {
        try {
            secrets.requirePrivate(started.tls().key());
            return certificates.prepareReload();
        } catch (KeyFaultException e) {
            faults.add(Failure.of(MessageCode.of(e.fault()), e.getMessage()));
            return Optional.empty();
        } catch (MemberFaultException e) {
            faults.add(Failure.of(MessageCode.of(e.fault()), e.getMessage()));
            return Optional.empty();
        }
    }

    private void exchange(InUse.Loaded next, List<String> changed) {
        LinkPlan before = inUse.plan();
        Set<LinkId> gone = before.differing(next.plan());
        List<LinkSettings> fresh = next.plan().only(next.plan().differing(before));
        boolean otherKeys =
                !Set.copyOf(inUse.ids()).equals(Set.copyOf(next.keys().ids()));
        awaitEnd(gone);
        MemberKeys replaced = inUse.exchange(next);
        scheduler.schedule(() -> inUse.wipe(replaced), InUse.LONGEST_REQUEST.toMillis(), TimeUnit.MILLISECONDS);
        links.begin(fresh);
        describe(gone, fresh, changed);
        if (otherKeys) {
            changed.add("keys: " + next.keys().ids().size() + " in all");
        }
    }

    private static void describe(Set<LinkId> gone, List<LinkSettings> fresh, List<String> changed) {
        Set<LinkId> left = new LinkedHashSet<>(gone);
        for (LinkSettings link : fresh) {
            boolean again = left.remove(link.id());
            changed.add((again ? "changed link " : "new link ") + link.id());
        }
        left.forEach(link -> changed.add("ended link " + link));
    }

    /** Its own limits end every link in time; this one is against a defect that would hold up the reload for ever. */
    private void awaitEnd(Set<LinkId> gone) {
        try {
            links.end(gone).get(LINKS_END_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("a link did not end in time: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static CommandException refused(List<Failure> faults) {
        List<Failure> all = new ArrayList<>(faults);
        all.add(Failure.of(MessageCode.RELOAD_REFUSED, "nothing has changed; the member goes on with what it had"));
        return new CommandException(all);
    }

    private static void tell(ReloadReport report) {
        LOG.info("reloaded: {}", report.changed().isEmpty() ? "nothing new" : String.join("; ", report.changed()));
        report.needsRestart().forEach(setting -> LOG.warn("{} differs: it is read at the next start only", setting));
    }
}
