package io.raftkms.signer.simulator;

import static io.raftkms.signer.simulator.Probe.BLOCK_A;
import static io.raftkms.signer.simulator.Probe.TIME;
import static io.raftkms.signer.simulator.Probe.demand;
import static io.raftkms.signer.simulator.Probe.precommit;
import static io.raftkms.signer.simulator.Probe.prevote;
import static io.raftkms.signer.simulator.Probe.same;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import java.util.Arrays;
import java.util.List;

/**
 * Vote extensions: signed on precommits for a block, empty ones too, and nowhere else. That a reply has the extension
 * signature exactly then, and that it verifies, is part of every {@link Probe#signed}.
 */
final class ExtensionChecks {
    private static final int LARGE_BYTES = 100_000;

    private ExtensionChecks() {}

    static List<Check> all() {
        return List.of(
                Check.withExtensions("empty extension", probe -> extended(probe, ByteString.EMPTY)),
                Check.withExtensions("small extension", probe -> extended(probe, ByteString.copyFromUtf8("price 42"))),
                Check.withExtensions("extension of 100 KB", probe -> extended(probe, large())),
                Check.withExtensions("changed extension on a repeated precommit", ExtensionChecks::changed),
                Check.withExtensions("no extension signature on prevotes and nil", ExtensionChecks::nowhereElse),
                Check.withExtensions("extension on a prevote or nil precommit", ExtensionChecks::misplaced)
                        .promisedByRaftkms());
    }

    private static ByteString large() {
        byte[] bytes = new byte[LARGE_BYTES];
        Arrays.fill(bytes, (byte) 7);
        return ByteString.copyFrom(bytes);
    }

    private static void extended(Probe probe, ByteString extension) throws Exception {
        SigningOutcome.Signed signed = probe.signed(precommit(probe.height(), 0, BLOCK_A, extension));
        demand(signed.extensionSignature().isPresent(), "no extension signature");
    }

    /** Applications are not deterministic: the vote's bytes are the same, the new extension is signed anew. */
    private static void changed(Probe probe) throws Exception {
        long height = probe.height();
        SigningOutcome.Signed first = probe.signed(precommit(height, 0, BLOCK_A, ByteString.copyFromUtf8("one")));
        SigningOutcome.Signed second = probe.signed(precommit(height, 0, BLOCK_A, ByteString.copyFromUtf8("two")));
        same(first, second);
        demand(
                !first.extensionSignature().equals(second.extensionSignature()),
                "the signature of the first extension for the second");
    }

    private static void nowhereElse(Probe probe) throws Exception {
        long height = probe.height();
        probe.signed(prevote(height, 0, BLOCK_A));
        probe.signed(precommit(height, 0, BlockId.NIL));
    }

    private static void misplaced(Probe probe) throws Exception {
        long height = probe.height();
        ByteString extension = ByteString.copyFromUtf8("misplaced");
        probe.refused(new Vote(Step.PREVOTE.messageType(), height, 0, BLOCK_A, TIME, extension));
        probe.refused(precommit(height, 0, BlockId.NIL, extension));
    }
}
