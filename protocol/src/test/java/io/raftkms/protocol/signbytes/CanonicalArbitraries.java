package io.raftkms.protocol.signbytes;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random votes, proposals and extensions, also such as no validator asks for. */
public final class CanonicalArbitraries {
    private CanonicalArbitraries() {}

    public static Arbitrary<ByteString> bytes(int minSize, int maxSize) {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(minSize)
                .ofMaxSize(maxSize)
                .map(ByteString::copyFrom);
    }

    /** Any text that UTF-8 can carry. */
    public static Arbitrary<String> chainIds() {
        return Arbitraries.strings()
                .all()
                .ofMaxLength(50)
                .filter(text -> text.codePoints().noneMatch(point -> point >= 0xd800 && point <= 0xdfff));
    }

    public static Arbitrary<Instant> timestamps() {
        Arbitrary<Long> seconds = Arbitraries.longs().between(-62_135_596_800L, 253_402_300_799L);
        Arbitrary<Integer> nanos = Arbitraries.integers().between(0, 999_999_999);
        return Arbitraries.oneOf(
                Arbitraries.of(GoTime.ZERO, Instant.EPOCH, Instant.ofEpochSecond(0, 1)),
                Combinators.combine(seconds, nanos).as(Instant::ofEpochSecond));
    }

    public static Arbitrary<BlockId> blockIds() {
        Arbitrary<ByteString> hash = Arbitraries.oneOf(Arbitraries.just(ByteString.EMPTY), bytes(32, 32));
        Arbitrary<Long> total = Arbitraries.longs().between(0, 0xffff_ffffL);
        return Arbitraries.oneOf(
                Arbitraries.just(BlockId.NIL),
                Combinators.combine(hash, total, hash).as(BlockId::new));
    }

    public static Arbitrary<Vote> votes() {
        Arbitrary<Integer> types =
                Arbitraries.oneOf(Arbitraries.of(1, 2), Arbitraries.of(0, 32), Arbitraries.integers());
        return Combinators.combine(
                        types, Arbitraries.longs(), Arbitraries.integers(), blockIds(), timestamps(), bytes(0, 100))
                .as(Vote::new);
    }

    public static Arbitrary<Proposal> proposals() {
        return Combinators.combine(
                        Arbitraries.longs(), Arbitraries.integers(), Arbitraries.integers(), blockIds(), timestamps())
                .as(Proposal::new);
    }

    static Arbitrary<CanonicalMessage> messages() {
        Arbitrary<CanonicalMessage> votes = ofChain(votes(), chain -> vote -> CanonicalVote.of(chain, vote));
        Arbitrary<CanonicalMessage> proposals =
                ofChain(proposals(), chain -> proposal -> CanonicalProposal.of(chain, proposal));
        Arbitrary<CanonicalMessage> extensions = Combinators.combine(
                        bytes(0, 300), Arbitraries.longs(), Arbitraries.longs(), chainIds())
                .as(CanonicalExtension::new);
        return Arbitraries.oneOf(votes, proposals, extensions);
    }

    private static <T> Arbitrary<CanonicalMessage> ofChain(
            Arbitrary<T> values, Function<String, Function<T, CanonicalMessage>> canonical) {
        return Combinators.combine(chainIds(), values)
                .as((chain, value) -> canonical.apply(chain).apply(value));
    }
}
