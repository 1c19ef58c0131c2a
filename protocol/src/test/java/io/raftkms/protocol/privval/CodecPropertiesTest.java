package io.raftkms.protocol.privval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.signbytes.CanonicalArbitraries;
import io.raftkms.protocol.signbytes.SignBytes;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CodecPropertiesTest {
    @Provide
    Arbitrary<PrivvalRequest> requests() {
        Arbitrary<String> chains = CanonicalArbitraries.chainIds();
        Arbitrary<PrivvalRequest> votes = Combinators.combine(
                        chains, CanonicalArbitraries.votes(), Arbitraries.of(true, false))
                .as(PrivvalRequest.SignVote::new);
        Arbitrary<PrivvalRequest> proposals =
                Combinators.combine(chains, CanonicalArbitraries.proposals()).as(PrivvalRequest.SignProposal::new);
        Arbitrary<PrivvalRequest> others = Arbitraries.oneOf(
                Arbitraries.just(new PrivvalRequest.Ping()),
                chains.map(PrivvalRequest.PubKey::new),
                CanonicalArbitraries.bytes(0, 40).map(PrivvalRequest.RawBytes::new));
        return Arbitraries.oneOf(votes, proposals, others);
    }

    @Provide
    Arbitrary<ByteString> signatures() {
        return CanonicalArbitraries.bytes(64, 64);
    }

    @Provide
    Arbitrary<Instant> timestamps() {
        return CanonicalArbitraries.timestamps();
    }

    @Property
    void requestsSurviveTheWire(@ForAll("requests") PrivvalRequest request) throws Exception {
        assertThat(RequestCodec.decode(RequestCodec.encode(request))).isEqualTo(request);
    }

    /** Whatever bytes come in, the answer is a request or the one exception that closes a link. */
    @Property
    void mutatedRequestsAreRequestsOrUndecodable(
            @ForAll("requests") PrivvalRequest request, @ForAll int position, @ForAll byte change) {
        byte[] body = RequestCodec.encode(request);
        body[Math.floorMod(position, body.length)] ^= change;

        assertThatCode(() -> decodeBoth(body)).doesNotThrowAnyException();
    }

    @Property
    void randomBytesAreMessagesOrUndecodable(@ForAll byte[] body) {
        assertThatCode(() -> decodeBoth(body)).doesNotThrowAnyException();
    }

    @Property
    void randomBytesInsideARequestAreRequestsOrUndecodable(@ForAll byte[] inner) {
        for (int tag : new int[] {0x0a, 0x12, 0x1a, 0x22, 0x2a, 0x32, 0x3a, 0x42, 0x4a, 0x52}) {
            ByteString body =
                    ByteString.copyFrom(new byte[] {(byte) tag}).concat(ByteString.copyFrom(Delimited.frame(inner)));
            assertThatCode(() -> decodeBoth(body.toByteArray())).doesNotThrowAnyException();
        }
    }

    @Property
    void requestsInsideTheLimitsHaveSignBytes(@ForAll("requests") PrivvalRequest request) {
        if (RequestLimits.violation(request).isPresent()) {
            return;
        }
        if (request instanceof PrivvalRequest.SignVote sign) {
            assertThat(SignBytes.vote(sign.chainId(), sign.vote()).isEmpty()).isFalse();
        } else if (request instanceof PrivvalRequest.SignProposal sign) {
            assertThat(SignBytes.proposal(sign.chainId(), sign.proposal()).isEmpty())
                    .isFalse();
        }
    }

    @Property
    void repliesSurviveTheWire(
            @ForAll("signatures") ByteString signature,
            @ForAll("timestamps") Instant time,
            @ForAll("signatures") ByteString extensionSignature,
            @ForAll boolean extended)
            throws Exception {
        Optional<ByteString> extension = Optional.of(extensionSignature).filter(any -> extended);

        assertThat(ReplyCodec.decode(ReplyCodec.vote(signature, time, extension)))
                .isEqualTo(new PrivvalReply.SignedVote(signature, time, extension));
        assertThat(ReplyCodec.decode(ReplyCodec.proposal(signature, time)))
                .isEqualTo(new PrivvalReply.SignedProposal(signature, time));
        assertThat(ReplyCodec.decode(ReplyCodec.rawBytes(signature))).isEqualTo(new PrivvalReply.RawBytes(signature));
    }

    @Property
    void everyDialectReadsEveryKey(@ForAll KeyType type, @ForAll byte fill) throws Exception {
        byte[] bytes = new byte[type.publicKeyBytes()];
        Arrays.fill(bytes, fill);
        ConsensusPublicKey key = new ConsensusPublicKey(type, ByteString.copyFrom(bytes));
        PrivvalReply.PubKey reply = (PrivvalReply.PubKey) ReplyCodec.decode(ReplyCodec.pubKey(key));

        for (Dialect dialect : Dialect.values()) {
            assertThat(reply.readBy(dialect)).contains(key);
        }
    }

    /** Nodes before v0.40 read 10,240 bytes. */
    @Property
    void errorsFitEveryNodeWhateverTheirText(@ForAll String text, @ForAll int code) throws Exception {
        String description = text.repeat(1 + 20_000 / Math.max(1, text.length()));
        byte[] reply = ReplyCodec.voteError(code, description);

        assertThat(reply.length).isLessThan(Dialect.V0_34.maxReplyBytes());
        assertThat(ReplyCodec.decode(reply)).isInstanceOfSatisfying(PrivvalReply.Error.class, error -> {
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.answered()).isEqualTo(PrivvalReply.Answered.VOTE);
        });
    }

    private static void decodeBoth(byte[] body) {
        try {
            RequestCodec.decode(body);
        } catch (UndecodableMessageException e) {
            assertThat(e.reason()).isNotNull();
        }
        try {
            ReplyCodec.decode(body);
        } catch (UndecodableMessageException e) {
            assertThat(e.reason()).isNotNull();
        }
    }
}
