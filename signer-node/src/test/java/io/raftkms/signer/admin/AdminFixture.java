package io.raftkms.signer.admin;

import com.codahale.metrics.MetricRegistry;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.metrics.Series;
import io.raftkms.signer.metrics.SignerMetrics;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The admin side of one member of a cluster that the test moves by hand. */
final class AdminFixture implements AutoCloseable {
    static final KeyId KEY = new KeyId("chain-1", new RecordedKey(1).publicKey());

    final FakeMember member = new FakeMember();
    final Path socket;
    final ClusterView view;
    final LedgerCommands commands;
    final AdminServer server;
    private final Vertx vertx = AdminVertx.create();

    AdminFixture(Path directory) {
        socket = directory.resolve("admin.sock");
        MemberFacts facts = new MemberFacts("1.2.3", List.of(), List.of(MemberFacts.Key.of(KEY, true)));
        view = new ClusterView(member, "cluster-1", () -> facts, () -> List.of(KEY), Duration.ofMillis(1500));
        commands = new LedgerCommands(member, view, () -> List.of(KEY));
        MetricRegistry registry = new MetricRegistry();
        new SignerMetrics(registry).gauge(Series.of("raftkms_leader"), () -> 1);
        server = new AdminServer(vertx, view, commands, registry);
        member.answerStatus(FakeMember.B, AdminJson.bytes(facts));
        member.answerStatus(FakeMember.C, new byte[] {'?'});
        member.commitAtOnce();
    }

    /** A second server on the same socket path. */
    AdminServer another() {
        return new AdminServer(vertx, view, commands, new MetricRegistry());
    }

    AdminClient client() {
        return new AdminClient(socket);
    }

    @Override
    public void close() throws Exception {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
