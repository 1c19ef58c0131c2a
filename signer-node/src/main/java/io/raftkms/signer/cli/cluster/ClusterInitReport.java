package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.cli.Counted;
import io.raftkms.signer.cli.ShellWord;
import io.raftkms.signer.config.SocketAddressText;
import io.raftkms.signer.home.ClusterHomes;
import io.raftkms.signer.home.ClusterPlan;
import io.raftkms.signer.home.MemberPlan;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** What {@code cluster init} tells: per host what to copy, verify and shred, then how the validator moves in. */
final class ClusterInitReport {
    /** What {@code --json} prints. */
    record Json(String clusterId, String directory, String caFingerprint, List<Member> members) {}

    /** A member of {@link Json}. */
    record Member(String name, String nonce, String home, String host, int raftPort, int peerPort, String httpListen) {}

    private final ClusterPlan plan;
    private final Path directory;
    private final String fingerprint;
    private final boolean keyImported;

    ClusterInitReport(ClusterPlan plan, Path directory, String fingerprint, boolean keyImported) {
        this.plan = plan;
        this.directory = directory;
        this.fingerprint = fingerprint;
        this.keyImported = keyImported;
    }

    Json json() {
        List<Member> members = plan.members().stream()
                .map(member -> new Member(
                        member.id().name(),
                        member.id().nonce(),
                        home(member).toString(),
                        member.host(),
                        member.raftPort(),
                        member.peerPort(),
                        "127.0.0.1:" + member.httpPort()))
                .toList();
        return new Json(plan.clusterId(), directory.toString(), fingerprint, members);
    }

    void print(PrintWriter out) {
        printHomes(out);
        printMovingIn(out);
    }

    /** Without how the validator moves in. */
    void printHomes(PrintWriter out) {
        out.println("Cluster " + plan.clusterId() + " with "
                + Counted.of(plan.members().size(), "member") + " is in " + directory + ".");
        if (plan.members().size() == 1) {
            out.println("One member works, but its failure stops the validator: three or more survive one.");
        } else if (plan.members().size() % 2 == 0) {
            out.println(EvenNumber.sentence(plan.members().size()));
        }
        plan.members().forEach(member -> printMember(out, member));
        printCa(out);
    }

    private void printMember(PrintWriter out, MemberPlan member) {
        String home = ShellWord.of(home(member));
        String target = "raftkms-" + member.id().name();
        out.println();
        if (SocketAddressText.isLoopback(member.host())) {
            out.println("Member " + member.id().name() + " on this machine: ports " + member.raftPort() + " and "
                    + member.peerPort() + " on loopback; its home " + home + " stays where it is");
            return;
        }
        out.println("Member " + member.id().name() + " on " + member.host() + ": ports " + member.raftPort() + " and "
                + member.peerPort() + " open to the other members only");
        out.println("  copy    scp -rp " + home + " "
                + ShellWord.of(SocketAddressText.bracketed(member.host()) + ":" + target));
        out.println("  verify  there: chmod -R go= " + target + " && openssl x509 -in " + target
                + "/tls/ca.pem -noout -fingerprint -sha256");
        out.println("          must print " + fingerprint);
        out.println("          raftkms config check " + target + "/raftkms.toml");
        out.println(
                "  shred   here, once it runs there: find " + home + " -type f -exec shred -u {} + && rm -r " + home);
    }

    private void printCa(PrintWriter out) {
        Path ca = directory.resolve(ClusterHomes.CA_DIRECTORY);
        out.println();
        out.println("The CA's key, " + ca.resolve("ca.key") + ", can make new members: keep " + ca
                + " offline, never on a member.");
        if (plan.members().stream().allMatch(member -> SocketAddressText.isLoopback(member.host()))) {
            out.println("All members at once, in the foreground: raftkms cluster run " + ShellWord.of(directory));
        }
    }

    private void printMovingIn(PrintWriter out) {
        String chain = ShellWord.of(plan.chainId());
        out.println();
        out.println("Moving the validator in:");
        int step = 1;
        out.println("  " + step++ + ". Stop the validator node, and keep it stopped.");
        out.println(
                "  " + step++ + ". Copy its priv_validator_key.json and priv_validator_state.json to this machine.");
        if (!keyImported) {
            out.println("  " + step++ + ". Into each home before it is copied: raftkms softsign import"
                    + " priv_validator_key.json HOME/" + plan.keyPath());
        }
        out.println("  " + step++ + ". Copy the homes as above, and start the members: raftkms start -c"
                + " HOME/raftkms.toml");
        out.println("  " + step++ + ". On the leader: raftkms state import -c HOME/raftkms.toml --chain-id " + chain
                + " priv_validator_state.json");
        out.println("     A key that never signed: raftkms state init -c HOME/raftkms.toml --chain-id " + chain
                + " --new-chain");
        out.println("  " + step++ + ". raftkms cluster status -c HOME/raftkms.toml says READY.");
        out.println(
                "  " + step++ + ". Move key and state off the node, both. In its config.toml set priv_validator_laddr"
                        + " to its side of " + String.join(", ", plan.validators()) + ".");
        out.println(
                "  " + step + ". Start the node. It ends when no signer comes within 3 s: let its unit restart it.");
    }

    private Path home(MemberPlan member) {
        return directory.resolve(member.id().name());
    }
}
