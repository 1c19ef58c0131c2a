package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.admin.ClusterReport;
import io.raftkms.signer.admin.ExportReport;
import io.raftkms.signer.admin.ExportRequest;
import io.raftkms.signer.admin.LedgerReport;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.cli.EnrolmentText;
import io.raftkms.signer.cli.IoReason;
import io.raftkms.signer.cli.MemberConnection;
import io.raftkms.signer.growth.Growth;
import io.raftkms.signer.growth.Handover;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Seals the keys of a cluster of one and writes down where: the only step of a growth that cannot be undone. A key is
 * moved only if this growth seals it, or sealed it in a run that was interrupted.
 *
 * <table>
 * <caption>Keys in the old ledger</caption>
 * <tr><td>enrolled, and the new homes have it<td>moved
 * <tr><td>enrolled, and they do not<td>refused
 * <tr><td>paused<td>refused: the new cluster would sign
 * <tr><td>sealed, and the new homes do not have it<td>left where it is
 * <tr><td>sealed, and this growth meant to, or the operator says that nobody else has it<td>moved
 * <tr><td>sealed otherwise<td>refused: another signer may have it
 * </table>
 */
final class GrowthSeal {
    private final MemberConnection connection;
    private final Handover handover;
    private final String line;

    /**
     * @param line the command, to be repeated
     */
    GrowthSeal(MemberConnection connection, Handover handover, String line) {
        this.connection = connection;
        this.handover = handover;
        this.line = line;
    }

    /**
     * The keys that will be moved.
     *
     * @throws CommandException naming the first key that stands in the way; nothing was changed then
     */
    List<LedgerReport.Key> planned(Growth growth, ClusterReport old, boolean neverUsedElsewhere) {
        List<LedgerReport.Key> moved = new ArrayList<>();
        for (LedgerReport.Key key :
                connection.get("/v1/state", LedgerReport.class).keys()) {
            boolean inHomes = growth.keys().contains(new Growth.Key(key.chainId(), key.publicKey()));
            if (key.state().equals("sealed") && !inHomes) {
                continue;
            }
            require(key, inHomes, neverUsedElsewhere);
            requireUsable(key, old.members().get(0).facts());
            moved.add(key);
        }
        if (moved.isEmpty()) {
            throw refused(
                    "no key is enrolled, so there is nothing to move: `raftkms cluster init` makes a new cluster");
        }
        return moved;
    }

    private void require(LedgerReport.Key key, boolean inHomes, boolean neverUsedElsewhere) {
        if (!inHomes) {
            throw refused("the key of chain " + key.chainId() + " is enrolled, and the new homes do not have it: put it"
                    + " into raftkms.toml, reload, and make the homes anew in another --out");
        }
        if (key.state().equals("paused")) {
            throw refused("the key of chain " + key.chainId()
                    + " is paused, and would not be in the new cluster: run raftkms resume first");
        }
        if (key.state().equals("sealed") && !handover.meantToSeal(key) && !neverUsedElsewhere) {
            throw new CommandException(
                    MessageCode.GROWTH_SEALED_BEFORE,
                    "the key " + key.address() + " of chain " + key.chainId() + " was sealed before this command");
        }
    }

    private static void requireUsable(LedgerReport.Key key, MemberFacts facts) {
        if (!facts.keys().contains(new MemberFacts.Key(key.chainId(), key.publicKey(), true))) {
            throw refused("the key of chain " + key.chainId() + " gives no signature now");
        }
    }

    /**
     * A key that was taken back meanwhile signs here, above what was handed over.
     *
     * @throws CommandException {@code GROWTH_OTHER_DIRECTORY} if a key that was handed over does not stand at its seal
     */
    void requireStillSealed(Handover.Keys handedOver) {
        List<LedgerReport.Key> now =
                connection.get("/v1/state", LedgerReport.class).keys();
        for (Handover.Key key : handedOver.keys()) {
            if (now.stream().noneMatch(one -> stands(one, key))) {
                throw new CommandException(
                        MessageCode.GROWTH_OTHER_DIRECTORY,
                        "the key of chain " + key.chainId() + " was taken back since it was handed over at "
                                + EnrolmentText.mark(key.mark()) + ": what is there must not be used");
            }
        }
    }

    private static boolean stands(LedgerReport.Key now, Handover.Key handedOver) {
        boolean sameMark = handedOver.file() == null
                ? now.mark().height() == 0
                : now.mark().equals(handedOver.mark());
        return now.chainId().equals(handedOver.chainId())
                && now.publicKey().equals(handedOver.publicKey())
                && now.state().equals("sealed")
                && sameMark;
    }

    /** Seals them one after the other; what was done by an earlier run is done again, to the same effect. */
    Handover.Keys run(List<LedgerReport.Key> keys, PrintWriter err) {
        List<Handover.Key> done = new ArrayList<>();
        try {
            for (LedgerReport.Key key : keys) {
                handover.meanToSeal(key);
                ExportReport sealed = connection.onLeader(
                        "/v1/state/export",
                        new ExportRequest(key.chainId(), key.publicKey(), "filepv", true),
                        ExportReport.class,
                        file -> line,
                        err);
                boolean signed = sealed.mark().height() > 0;
                String file = signed ? handover.write(key, sealed.content()).toString() : null;
                done.add(new Handover.Key(key.chainId(), key.publicKey(), sealed.mark(), file));
            }
            Handover.Keys all = new Handover.Keys(done);
            handover.finish(all);
            return all;
        } catch (IOException e) {
            throw new CommandException(
                    MessageCode.FILE_NOT_WRITTEN,
                    "the sealed state could not be written: " + IoReason.of(e) + ". Nothing is lost: mend it, then "
                            + line,
                    e);
        }
    }

    private static CommandException refused(String why) {
        return new CommandException(MessageCode.GROWTH_REFUSED, why);
    }
}
