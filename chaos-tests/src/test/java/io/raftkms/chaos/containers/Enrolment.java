package io.raftkms.chaos.containers;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;
import org.testcontainers.containers.Container.ExecResult;

/** Enrols a cluster's key on its chains, all of which begin. */
final class Enrolment {
    /** A command for each of many chains would start a JVM for each. Prints nothing unless one was not enrolled. */
    private static final String MANY = """
            use IO::Socket::UNIX;
            for my $number (1 .. $ARGV[1] - 1) {
              my $socket = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die "no connection: $!";
              my $body = qq({"chain_id":"chain-$number","initial_height":1});
              print $socket "POST /v1/state/init HTTP/1.0\\r\\nHost: raftkms\\r\\nContent-Type: application/json\\r\\n"
                . "Content-Length: " . length($body) . "\\r\\n\\r\\n$body";
              my $answer = <$socket>;
              $answer =~ / 200 / or die "chain-$number: $answer" . join("", <$socket>);
            }
            """;

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final ContainerCluster cluster;
    private final Layout layout;

    Enrolment(ContainerCluster cluster, Layout layout) {
        this.cluster = cluster;
        this.layout = layout;
    }

    /** By the command, wherever leadership is. */
    void first() {
        AtomicReference<String> last = new AtomicReference<>("");
        try {
            ContainerCluster.awaiting("the enrolment").atMost(LIMIT).until(() -> {
                ExecResult result = cluster.attempt(
                        cluster.awaitLeader(), "state", "init", "--chain-id", layout.chain(0), "--new-chain");
                last.set(result.getStdout() + result.getStderr());
                return result.getExitCode() == 0;
            });
        } catch (ConditionTimeoutException never) {
            throw new IllegalStateException("not enrolled within " + LIMIT + ": " + last.get(), never);
        }
    }

    /** On the socket that the command uses. */
    void others() throws IOException, InterruptedException {
        if (layout.chains() > 1) {
            String socket = Keeper.HOMES + "/" + cluster.awaitLeader() + "/data/admin.sock";
            cluster.keeper().run("perl -e '" + MANY + "' " + socket + " " + layout.chains());
        }
    }
}
