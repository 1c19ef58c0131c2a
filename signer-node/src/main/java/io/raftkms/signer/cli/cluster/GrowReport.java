package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.cli.EnrolmentText;
import io.raftkms.signer.cli.ShellWord;
import io.raftkms.signer.growth.Growth;
import io.raftkms.signer.growth.Handover;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What {@code cluster grow} tells: what is done, and what is left to do, host by host. */
final class GrowReport {
    /**
     * What {@code --json} prints.
     *
     * @param keys null until they are sealed
     * @param next lines to run on the new cluster's leader, in this order; null until the keys are sealed
     */
    record Json(ClusterInitReport.Json homes, List<String> keysElsewhere, List<Handover.Key> keys, List<String> next) {}

    private final Growth growth;
    private final Path directory;
    private final Optional<Handover.Keys> sealed;
    private final ClusterInitReport homes;

    /**
     * @param directory of the homes
     * @param sealed empty while the old member goes on signing
     */
    GrowReport(Growth growth, Path directory, Optional<Handover.Keys> sealed) {
        this.growth = growth;
        this.directory = directory;
        this.sealed = sealed;
        this.homes = new ClusterInitReport(growth.plan(), directory, growth.caFingerprint(), true);
    }

    Json json() {
        return new Json(
                homes.json(),
                growth.keysElsewhere(),
                sealed.map(Handover.Keys::keys).orElse(null),
                sealed.map(this::lines).orElse(null));
    }

    void print(PrintWriter out) {
        homes.printHomes(out);
        growth.keysElsewhere()
                .forEach(path -> out.println("On every new host, too: the consensus key " + path + ", as it is here."));
        out.println();
        if (sealed.isEmpty()) {
            out.println(
                    "Member " + name() + " signs on. Copy the homes as above, but start no new member yet. Then run the"
                            + " same command without --prepare: it seals the keys and prints what follows.");
            return;
        }
        printSealed(out, sealed.get());
    }

    private void printSealed(PrintWriter out, Handover.Keys keys) {
        keys.keys()
                .forEach(key -> out.println("Sealed: chain " + key.chainId() + ", key " + key.publicKey() + " at "
                        + EnrolmentText.mark(key.mark())));
        out.println(
                "Member " + name() + " signs no more. Until the new cluster has the state, nobody does. What is left:");
        int step = 1;
        out.println(
                "  " + step++ + ". Stop the old member for good, here: systemctl disable --now raftkms. It holds the"
                        + " validator node's connection. Never start it again.");
        out.println("  " + step++ + ". Copy the homes as above, and start each new member: raftkms start -c"
                + " HOME/raftkms.toml");
        out.println("  " + step++ + ". Copy " + ShellWord.of(directory.resolve("state"))
                + " to one of them. Never give it to another signer.");
        out.println("  " + step++ + ". On the new leader, raftkms cluster status -c HOME/raftkms.toml names it:");
        lines(keys).forEach(line -> out.println("       " + line));
        out.println("  " + step++ + ". raftkms cluster status -c HOME/raftkms.toml says READY.");
        out.println("  " + step + ". Shred the old member's home, and here " + ShellWord.of(directory)
                + " but for its ca.");
    }

    /** Imports, in the order of the ledger. */
    private List<String> lines(Handover.Keys keys) {
        return keys.keys().stream().map(key -> line(key, keys)).toList();
    }

    private static String line(Handover.Key key, Handover.Keys all) {
        boolean one = all.keys().stream()
                        .filter(other -> other.chainId().equals(key.chainId()))
                        .count()
                == 1;
        String arguments = " -c HOME/raftkms.toml --chain-id " + ShellWord.of(key.chainId())
                + (one ? "" : " --public-key " + key.publicKey());
        return key.file() == null
                ? "raftkms state init" + arguments + " --new-chain"
                : "raftkms state import" + arguments + " --old-signer-stopped " + ShellWord.of(Path.of(key.file()));
    }

    private String name() {
        return growth.fromMember().substring(0, growth.fromMember().indexOf('#'));
    }
}
