package io.raftkms.signer.cli.cluster;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.IoReason;
import io.raftkms.signer.cli.ShellWord;
import io.raftkms.signer.config.ClusterSettings;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.SocketAddressText;
import io.raftkms.signer.home.AuthorityDirectory;
import io.raftkms.signer.home.JoiningHome;
import io.raftkms.signer.home.MemberPlan;
import io.raftkms.signer.home.UnusableMaterialException;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The first half of {@code cluster add} and {@code cluster replace}: where the CA's key is, and where no member has to
 * run, a home is made for the member that is to join.
 */
final class NewMemberHome {
    private static final int FIRST_HTTP_PORT = 26680;

    /**
     * What {@code --json} prints.
     *
     * @param home of the new member
     * @param member as the leader is told
     * @param missingKeys consensus keys that have to be imported before it starts
     * @param next the line to run on the leader
     */
    record Made(String home, String member, List<String> missingKeys, String next) {}

    private final Environment environment;
    private final Configuration like;
    private final Path authority;
    private final Path out;

    /**
     * @param like configuration of a member of the cluster
     * @param authority the ca directory of {@code cluster init}
     */
    NewMemberHome(Environment environment, Configuration like, Path authority, Path out) {
        this.environment = environment;
        this.like = like;
        this.authority = environment.directory().resolve(authority).normalize();
        this.out = environment.directory().resolve(out).normalize();
    }

    /**
     * @param command the words before the member in the line for the leader
     * @throws CommandException if the home cannot be made
     */
    Made make(MemberArgument argument, boolean listener, Duration validity, String command) {
        ClusterSettings cluster = like.cluster()
                .orElseThrow(() ->
                        new CommandException(MessageCode.NO_CLUSTER_TABLE, like.file() + " has no [cluster] to join"));
        requireNew(argument, cluster);
        MemberId id = MemberPlans.newId(argument.name(), environment.random());
        MemberPlan plan = new MemberPlan(
                id,
                argument.host(),
                argument.raftPort(),
                argument.peerPort(),
                argument.bind(),
                argument.httpPort().orElse(FIRST_HTTP_PORT));
        List<Path> missing = write(cluster, plan, listener, validity);
        String member =
                id + "=" + SocketAddressText.bracketed(plan.host()) + ":" + plan.raftPort() + "," + plan.peerPort();
        String next = "raftkms cluster " + command + ShellWord.of(member) + (listener ? " --listener" : "")
                + " -c HOME/raftkms.toml";
        return new Made(
                out.toString(), member, missing.stream().map(Path::toString).toList(), next);
    }

    private static void requireNew(MemberArgument argument, ClusterSettings cluster) {
        if (cluster.members().stream().anyMatch(one -> one.id().name().equals(argument.name()))) {
            throw new CommandException(
                    MessageCode.GROUP_CHANGE_FAILED,
                    "a member called " + argument.name() + " is configured already: give the new one another name");
        }
    }

    private void requireOf(ClusterSettings cluster, AuthorityDirectory ca) {
        String other = ca.authority().clusterId();
        if (!other.equals(cluster.id())) {
            throw new CommandException(
                    MessageCode.CA_UNUSABLE, authority + " is the CA of cluster " + other + ", not of " + cluster.id());
        }
    }

    private List<Path> write(ClusterSettings cluster, MemberPlan plan, boolean listener, Duration validity) {
        try {
            AuthorityDirectory ca = AuthorityDirectory.open(authority, environment.clock(), environment.random());
            requireOf(cluster, ca);
            return new JoiningHome(environment.random()).write(ca, like, plan, listener, validity, out);
        } catch (UnusableMaterialException e) {
            throw new CommandException(MessageCode.CA_UNUSABLE, e.getMessage(), e);
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(MessageCode.FILE_EXISTS, out + " exists and is not an empty directory.", e);
        } catch (IOException e) {
            throw new CommandException(MessageCode.FILE_NOT_WRITTEN, "writing " + out + ": " + IoReason.of(e), e);
        }
    }

    static void print(Made made, MemberArgument argument, PrintWriter out) {
        String home = ShellWord.of(Path.of(made.home()));
        int step = 1;
        out.println("The home of " + made.member() + " is in " + made.home() + ". The running cluster is as it was.");
        for (String key : made.missingKeys()) {
            out.println("  " + step++ + ". Give it the consensus key: raftkms softsign import priv_validator_key.json "
                    + ShellWord.of(Path.of(made.home()).resolve(key)));
        }
        if (!SocketAddressText.isLoopback(argument.host())) {
            out.println("  " + step++ + ". Copy it: scp -rp " + home + " "
                    + ShellWord.of(SocketAddressText.bracketed(argument.host()) + ":raftkms-" + argument.name())
                    + "; open its ports " + argument.raftPort() + " and " + argument.peerPort()
                    + " to the other members only.");
        }
        out.println("  " + step++ + ". Start it there: raftkms start -c HOME/raftkms.toml. It waits to be taken in.");
        out.println("  " + step++ + ". On the leading member: " + made.next());
        out.println(
                "  " + step + ". Add its [[cluster.member]] to raftkms.toml on the other members; cluster status shows"
                        + " where it is missing. While their number is even: allow_even = true in [cluster].");
    }
}
