package io.raftkms.signer.cli.drill;

import io.raftkms.signer.admin.AdminClient;
import io.raftkms.signer.admin.ClusterReport;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Rounds of taking the leader away, each measured by what the members answered to validator nodes. */
final class FailoverDrill {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration BY_HAND = Duration.ofMinutes(5);
    private static final Duration USUAL = Duration.ofMinutes(1);
    /** After the first signature, so that what waited longest is answered, too. */
    private static final int SETTLED = 3;

    private static final Duration SETTLING = Duration.ofSeconds(2);

    private final LocalMembers members;
    private final Settings settings;
    private final PrintWriter err;
    private final Readiness readiness;
    private final AnswerLog log = new AnswerLog();

    /**
     * @param recover how long a round may take until every member is ready and a vote was signed
     * @param late an answer that takes longer is late
     */
    record Settings(FailoverKind kind, Duration recover, Duration late) {}

    FailoverDrill(LocalMembers members, Settings settings, PrintWriter err) {
        this.members = members;
        this.settings = settings;
        this.err = err;
        this.readiness = new Readiness(members);
    }

    /**
     * The cluster, every member of it ready, and enough of them.
     *
     * @throws CommandException {@code DRILL_REFUSED}
     */
    ClusterReport requireReady() {
        Optional<String> lacking = readiness.lacking();
        if (lacking.isPresent()) {
            throw new CommandException(MessageCode.DRILL_REFUSED, lacking.get());
        }
        ClusterReport report = members.status()
                .orElseThrow(() -> new CommandException(MessageCode.DRILL_REFUSED, "no member answers any more"));
        long needed = settings.kind() == FailoverKind.KILL ? 3 : 2;
        if (Readiness.voters(report) < needed) {
            throw new CommandException(
                    MessageCode.DRILL_REFUSED,
                    "a cluster of " + Readiness.voters(report) + " has nobody to take over after a " + settings.kind(),
                    "drill on a cluster of three or more");
        }
        return report;
    }

    /** How many votes and proposals were signed in the last minute. */
    long signedLately() {
        look();
        return log.signedSince(System.nanoTime() - USUAL.toNanos());
    }

    /** Waits until so many votes were signed from now on. */
    boolean awaitSigned(long count, Duration limit) throws InterruptedException {
        long began = System.nanoTime();
        while (log.signedSince(began) < count) {
            if (System.nanoTime() - began > limit.toNanos()) {
                return false;
            }
            pause();
            look();
        }
        return true;
    }

    /** Between rounds a member may be busy for a moment. */
    private ClusterReport awaitReady() throws InterruptedException {
        long until = System.nanoTime() + settings.recover().toNanos();
        while (readiness.lacking().isPresent() && System.nanoTime() - until < 0) {
            pause();
        }
        return requireReady();
    }

    /** One round; it may not have recovered. */
    DrillReport.Round round(int number) throws InterruptedException {
        ClusterReport before = number == 1 ? requireReady() : awaitReady();
        look();
        long now = System.nanoTime();
        Duration usual = log.longestGap(now - USUAL.toNanos(), now);
        Optional<AdminClient> here = members.client(before.leader());
        long began = now;
        if (here.isPresent()) {
            say("round " + number + ": " + settings.kind() + " of " + before.leader());
            began = System.nanoTime();
            new Blow(settings.kind()).strike(here.get());
        } else {
            began = awaitByHand(before);
        }
        return watch(number, before, began, usual, here.isEmpty());
    }

    /** When the leader was last seen leading. */
    private long awaitByHand(ClusterReport before) throws InterruptedException {
        say(before.leader() + " leads and is not on this host. Within " + BY_HAND.toMinutes() + " minutes run there:");
        say("  " + settings.kind().lineFor("raftkms.toml"));
        long until = System.nanoTime() + BY_HAND.toNanos();
        long seen = System.nanoTime();
        while (System.nanoTime() - until < 0) {
            long asked = System.nanoTime();
            look();
            Optional<ClusterReport> report = members.status();
            if (report.isEmpty()
                    || report.get().leader() == null
                    || report.get().term() != before.term()) {
                return seen;
            }
            seen = asked;
            pause();
        }
        throw new CommandException(
                MessageCode.DRILL_NOT_DONE, before.leader() + " still leads after " + BY_HAND.toMinutes() + " minutes");
    }

    private DrillReport.Round watch(int number, ClusterReport before, long began, Duration usual, boolean byHand)
            throws InterruptedException {
        Long leaderAfter = null;
        Long recovered = null;
        String leader = null;
        long ledSince = began;
        while (recovered == null
                && System.nanoTime() - began < settings.recover().toNanos()) {
            look();
            Optional<ClusterReport> report =
                    members.status().filter(seen -> seen.leader() != null && seen.term() != before.term());
            if (leaderAfter == null && report.isPresent()) {
                leader = report.get().leader();
                ledSince = System.nanoTime();
                leaderAfter = millisSince(began);
                say(leader + " leads after " + leaderAfter + " ms");
            }
            if (leaderAfter != null
                    && log.signedSince(ledSince) > 0
                    && readiness.lacking().isEmpty()) {
                recovered = millisSince(began);
                leader = report.map(ClusterReport::leader).orElse(leader);
            } else {
                pause();
            }
        }
        settle(ledSince);
        return result(number, before.leader(), leader, byHand, leaderAfter, recovered, usual, began);
    }

    private void settle(long ledSince) throws InterruptedException {
        long until = System.nanoTime() + SETTLING.toNanos();
        while (log.signedSince(ledSince) < SETTLED && System.nanoTime() - until < 0) {
            pause();
            look();
        }
    }

    private DrillReport.Round result(
            int number,
            String from,
            String to,
            boolean byHand,
            Long leaderAfter,
            Long recovered,
            Duration usual,
            long began) {
        List<AnswerLog.Seen> since = log.since(began);
        return new DrillReport.Round(
                number,
                from,
                to,
                byHand,
                leaderAfter,
                log.longestGap(began, System.nanoTime()).toMillis(),
                usual.toMillis(),
                since.stream()
                        .filter(AnswerLog.Seen::signed)
                        .mapToLong(one -> one.took().toMillis())
                        .max()
                        .orElse(0),
                since.stream()
                        .filter(one -> one.signed() && one.took().compareTo(settings.late()) > 0)
                        .count(),
                since.stream().filter(one -> !one.signed()).count(),
                recovered);
    }

    /** What keeps a round from having recovered, and what to do about it. */
    String advice() {
        return readiness
                .lacking()
                .map(lacking -> lacking
                        + (settings.kind() == FailoverKind.KILL
                                ? "; its supervisor should have started it again: see there, or run raftkms start -c FILE"
                                : "; see its log, and raftkms cluster status"))
                .orElse("every member is ready by now, or no vote was asked for: look at the validator node");
    }

    private void look() {
        members.answers().ifPresent(report -> log.add(report, System.nanoTime()));
    }

    private static long millisSince(long began) {
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }

    private static void pause() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }

    private void say(String line) {
        err.println(line);
        err.flush();
    }
}
