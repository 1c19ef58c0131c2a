package io.raftkms.signer.signature;

import static io.raftkms.signer.link.Requests.precommit;
import static io.raftkms.signer.link.Requests.prevote;
import static io.raftkms.signer.link.Requests.proposal;
import static io.raftkms.signer.link.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.privval.RequestCodec;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.link.Requests;
import io.raftkms.signer.signature.ForwardCodec.ForwardFormatException;
import io.raftkms.signer.signature.wire.ForwardedReply;
import io.raftkms.signer.signature.wire.ForwardedRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What members send each other. A test of jqwik's runs on an instance of its own, as JUnit's do. */
class ForwardCodecTest {
    private static final int MIB = 1 << 20;

    private final SigningMember member = new SigningMember();

    static List<PrivvalRequest.Sign> goodRequests() {
        return List.of(
                request(prevote(5)),
                request(proposal(5)),
                request(precommit(5, ByteString.copyFromUtf8("price 42"))),
                request(precommit(5, ByteString.copyFrom(new byte[MIB]))),
                new PrivvalRequest.SignVote(Requests.CHAIN, precommit(5, ByteString.EMPTY), true));
    }

    @ParameterizedTest
    @MethodSource("goodRequests")
    void requestArrivesAsItWasSent(PrivvalRequest.Sign request) throws Exception {
        SigningRequest sent = member.signing(request);

        assertThat(ForwardCodec.decodeRequest(ForwardCodec.encode(sent))).isEqualTo(sent);
    }

    static List<LeaderReply> replies() {
        ByteString signature = ByteString.copyFrom(new byte[64]);
        return List.of(
                new LeaderReply.Signed(signature, Requests.TIME, Optional.empty()),
                new LeaderReply.Signed(signature, Instant.parse("0001-01-01T00:00:00Z"), Optional.of(signature)),
                new LeaderReply.Signed(signature, Requests.TIME, Optional.of(ByteString.EMPTY)),
                new LeaderReply.Refused("height regression: asked 1/0/prevote, last 2/0/prevote"),
                new LeaderReply.NotNow("not the leader"));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void replyArrivesAsItWasSent(LeaderReply reply) throws Exception {
        assertThat(ForwardCodec.decodeReply(ForwardCodec.encode(reply))).isEqualTo(reply);
    }

    static List<byte[]> badRequests() {
        Vote negativeRound =
                new Vote(Step.PREVOTE.messageType(), 5, -1, Requests.BLOCK, Requests.TIME, ByteString.EMPTY);
        Vote unknownType = new Vote(7, 5, 0, Requests.BLOCK, Requests.TIME, ByteString.EMPTY);
        Vote misplacedExtension =
                new Vote(Step.PRECOMMIT.messageType(), 5, 0, BlockId.NIL, Requests.TIME, ByteString.copyFromUtf8("x"));
        return List.of(
                new byte[0],
                new byte[] {(byte) 0xff},
                envelope(RequestCodec.encode(new PrivvalRequest.Ping())),
                envelope(RequestCodec.encode(new PrivvalRequest.PubKey(Requests.CHAIN))),
                envelope(RequestCodec.encode(new PrivvalRequest.RawBytes(ByteString.copyFromUtf8("raw")))),
                envelope(RequestCodec.encode(request(negativeRound))),
                envelope(RequestCodec.encode(request(unknownType))),
                envelope(RequestCodec.encode(request(misplacedExtension))),
                envelope(RequestCodec.encode(new PrivvalRequest.SignVote("", prevote(5), false))),
                envelope(RequestCodec.encode(new PrivvalRequest.SignVote("x".repeat(51), prevote(5), false))),
                goodEnvelope().setKeyType("secp256k1").build().toByteArray(),
                goodEnvelope().setKeyType("").build().toByteArray(),
                goodEnvelope()
                        .setPublicKey(ByteString.copyFrom(new byte[31]))
                        .build()
                        .toByteArray(),
                goodEnvelope()
                        .setPublicKey(ByteString.copyFrom(new byte[32]))
                        .build()
                        .toByteArray());
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void badRequestIsNeitherReservedNorSignedNorRefused(byte[] bytes) throws Exception {
        byte[] reply = member.leaderSigning
                .signForwarded(FakeMember.B, bytes, SigningMember.HOLD)
                .join();

        assertThat(ForwardCodec.decodeReply(reply)).isInstanceOf(LeaderReply.NotNow.class);
        assertThat(member.cluster.submitted).isEmpty();
        assertThat(member.key.asked).isEmpty();
    }

    @Property(tries = 500)
    void garbageIsNotSigned(@ForAll byte[] garbage) {
        assertHarmless(garbage);
    }

    @Property(tries = 1000)
    void damagedRequestIsNotSigned(@ForAll("damaged") byte[] damaged) {
        assertHarmless(damaged);
    }

    @Provide
    Arbitrary<byte[]> damaged() {
        byte[] good = goodEnvelope().build().toByteArray();
        Arbitrary<Integer> places = Arbitraries.integers().between(0, good.length - 1);
        Arbitrary<byte[]> changed = Combinators.combine(places, Arbitraries.bytes())
                .as((place, value) -> {
                    byte[] bytes = good.clone();
                    bytes[place] = value;
                    return bytes;
                });
        return Arbitraries.oneOf(changed, places.map(length -> java.util.Arrays.copyOf(good, length)));
    }

    /** Damaged bytes may be another good request; without a commit no signature comes of any. */
    private void assertHarmless(byte[] bytes) {
        CompletableFuture<byte[]> reply = member.leaderSigning.signForwarded(FakeMember.B, bytes, SigningMember.HOLD);

        assertThat(reply.isCompletedExceptionally()).isFalse();
        assertThat(member.key.asked).isEmpty();
        if (reply.isDone()) {
            assertThat(decoded(reply.join())).isInstanceOf(LeaderReply.NotNow.class);
        }
    }

    @Property(tries = 1000)
    void garbageReplyIsAFormatErrorOrAReplyAndNothingElse(@ForAll byte[] garbage) {
        assertThat(decodesOrNot(garbage)).isTrue();
    }

    @Test
    void replyWithATimeThatDoesNotExistIsAFormatError() {
        for (long seconds : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 1L << 60}) {
            byte[] reply = ForwardedReply.newBuilder()
                    .setSigned(ForwardedReply.Signed.newBuilder()
                            .setSeconds(seconds)
                            .setNanos(Integer.MAX_VALUE))
                    .build()
                    .toByteArray();

            assertThatThrownBy(() -> ForwardCodec.decodeReply(reply)).isInstanceOf(ForwardFormatException.class);
        }
    }

    private static boolean decodesOrNot(byte[] bytes) {
        try {
            return ForwardCodec.decodeReply(bytes) != null;
        } catch (ForwardFormatException expected) {
            return true;
        }
    }

    private static LeaderReply decoded(byte[] reply) {
        try {
            return ForwardCodec.decodeReply(reply);
        } catch (ForwardFormatException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] envelope(byte[] message) {
        return goodEnvelope()
                .setPrivvalMessage(ByteString.copyFrom(message))
                .build()
                .toByteArray();
    }

    private static ForwardedRequest.Builder goodEnvelope() {
        SigningMember member = new SigningMember();
        return ForwardedRequest.newBuilder()
                .setPrivvalMessage(ByteString.copyFrom(
                        RequestCodec.encode(request(precommit(5, ByteString.copyFromUtf8("price 42"))))))
                .setKeyType("ed25519")
                .setPublicKey(member.key.publicKey().bytes())
                .setValidator("node");
    }
}
