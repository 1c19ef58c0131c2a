package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.cli.ShellWord;
import io.raftkms.signer.recovery.RecoveryRecord;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** What {@code cluster recover} tells: what it read, the floors, and the steps that are left. */
final class ClusterRecoverReport {
    /** What {@code --json} prints. */
    record Json(String file, RecoveryRecord recovery, ClusterInitReport.Json cluster) {}

    private final RecoveryRecord record;
    private final Path file;
    private final ClusterInitReport homes;
    private final String chainId;

    ClusterRecoverReport(RecoveryRecord record, Path file, ClusterInitReport homes, String chainId) {
        this.record = record;
        this.file = file;
        this.homes = homes;
        this.chainId = chainId;
    }

    Json json() {
        return new Json(file.toString(), record, homes.json());
    }

    void print(PrintWriter out) {
        out.println("Recovery of cluster " + record.oldClusterId() + " as " + record.newClusterId());
        for (RecoveryRecord.SourceUsed source : record.sources()) {
            out.println("source   " + source.path() + ": " + source.kind() + " of " + source.member() + ", up to "
                    + source.upTo() + (source.damages().isEmpty() ? "" : ", DAMAGED"));
        }
        for (RecoveryRecord.Fenced member : record.oldMembers()) {
            out.println("fenced   " + member.member() + ": " + member.how());
        }
        for (RecoveryRecord.KeyFloor key : record.keys()) {
            out.println("floor    chain " + key.chainId() + ", key " + key.publicKey() + ": nothing at or below height "
                    + key.floorHeight() + " (" + key.highest() + " in " + key.highestFrom() + ", and " + record.margin()
                    + " more)" + (key.sealed() ? "; SEALED, and stays so" : "")
                    + (key.pausedBefore() ? "; it was paused: look why before you resume it" : ""));
        }
        for (RecoveryRecord.LostMark mark : record.unnamedMarks()) {
            out.println("LOST     a key that no source names stood at " + mark.mark() + "; it is not recovered (name "
                    + mark.name() + ")");
        }
        printOtherChains(out);
        out.println();
        homes.printHomes(out);
        out.println();
        out.println("Then:");
        out.println("  1. " + RecoveryRecord.WARNING);
        out.println("  2. Start the new members: raftkms start -c HOME/raftkms.toml");
        out.println("  3. On the leader: raftkms state recover -c HOME/raftkms.toml " + ShellWord.of(file));
        out.println("  4. raftkms cluster status -c HOME/raftkms.toml says that the keys are paused.");
        out.println("  5. Point the validator node at the new members, and wait until the chain is above the floor.");
        out.println("  6. raftkms resume -c HOME/raftkms.toml --chain-id " + ShellWord.of(chainId));
        out.println("Keep " + file + ": it is the record of who vouched for what.");
    }

    private void printOtherChains(PrintWriter out) {
        List<String> others = record.keys().stream()
                .filter(key -> !key.sealed())
                .map(RecoveryRecord.KeyFloor::chainId)
                .distinct()
                .filter(chain -> !chain.equals(chainId))
                .toList();
        if (!others.isEmpty()) {
            out.println(
                    "The homes are made for chain " + chainId + ". Before the start, add [[chain]], [[validator]] and"
                            + " [[providers.softsign]] of " + String.join(", ", others) + " to each raftkms.toml.");
        }
    }
}
