package io.raftkms.signer.signature;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.privval.RequestCodec;
import io.raftkms.protocol.privval.RequestLimits;
import io.raftkms.protocol.privval.UndecodableMessageException;
import io.raftkms.signer.signature.wire.ForwardedReply;
import io.raftkms.signer.signature.wire.ForwardedRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Bytes of the {@code Sign} call between members. A peer is trusted to be a member, not to be well: all is checked again. */
final class ForwardCodec {
    /** A peer's message cannot be used; nothing is signed for it. */
    static final class ForwardFormatException extends Exception {
        private static final long serialVersionUID = 1L;

        ForwardFormatException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private ForwardCodec() {}

    static byte[] encode(SigningRequest request) {
        ConsensusPublicKey key = request.key().publicKey();
        return ForwardedRequest.newBuilder()
                .setPrivvalMessage(ByteString.copyFrom(RequestCodec.encode(request.request())))
                .setKeyType(key.type().wireName())
                .setPublicKey(key.bytes())
                .setValidator(request.validator())
                .build()
                .toByteArray();
    }

    static SigningRequest decodeRequest(byte[] bytes) throws ForwardFormatException {
        try {
            ForwardedRequest message = ForwardedRequest.parseFrom(bytes);
            PrivvalRequest request =
                    RequestCodec.decode(message.getPrivvalMessage().toByteArray());
            Optional<String> violation = RequestLimits.violation(request);
            if (violation.isPresent()) {
                throw new ForwardFormatException(violation.get(), null);
            }
            if (!(request instanceof PrivvalRequest.Sign asked)) {
                throw new ForwardFormatException("only votes and proposals are forwarded", null);
            }
            ConsensusPublicKey key = new ConsensusPublicKey(type(message.getKeyType()), message.getPublicKey());
            return SigningRequest.of(new KeyId(asked.chainId(), key), message.getValidator(), asked);
        } catch (InvalidProtocolBufferException | UndecodableMessageException | IllegalArgumentException e) {
            throw new ForwardFormatException("undecodable request: " + e.getMessage(), e);
        }
    }

    static byte[] encode(LeaderReply reply) {
        ForwardedReply.Builder message = ForwardedReply.newBuilder();
        if (reply instanceof LeaderReply.Signed signed) {
            ForwardedReply.Signed.Builder body = ForwardedReply.Signed.newBuilder()
                    .setSignature(signed.signature())
                    .setSeconds(signed.timestamp().getEpochSecond())
                    .setNanos(signed.timestamp().getNano());
            signed.extensionSignature().ifPresent(body::setExtensionSignature);
            message.setSigned(body);
        } else if (reply instanceof LeaderReply.Refused refused) {
            message.setRefused(ForwardedReply.Refused.newBuilder().setDescription(refused.description()));
        } else if (reply instanceof LeaderReply.NotNow notNow) {
            message.setNotNow(ForwardedReply.NotNow.newBuilder().setReason(notNow.reason()));
        }
        return message.build().toByteArray();
    }

    static LeaderReply decodeReply(byte[] bytes) throws ForwardFormatException {
        try {
            ForwardedReply message = ForwardedReply.parseFrom(bytes);
            return switch (message.getOutcomeCase()) {
                case SIGNED -> signed(message.getSigned());
                case REFUSED -> new LeaderReply.Refused(message.getRefused().getDescription());
                case NOT_NOW -> new LeaderReply.NotNow(message.getNotNow().getReason());
                case OUTCOME_NOT_SET -> throw new ForwardFormatException("reply without an outcome", null);
            };
        } catch (InvalidProtocolBufferException | DateTimeException | ArithmeticException e) {
            throw new ForwardFormatException("undecodable reply: " + e.getMessage(), e);
        }
    }

    private static LeaderReply signed(ForwardedReply.Signed signed) {
        Optional<ByteString> extension =
                signed.hasExtensionSignature() ? Optional.of(signed.getExtensionSignature()) : Optional.empty();
        Instant timestamp = Instant.ofEpochSecond(signed.getSeconds(), signed.getNanos());
        return new LeaderReply.Signed(signed.getSignature(), timestamp, extension);
    }

    private static KeyType type(String wireName) {
        return Arrays.stream(KeyType.values())
                .filter(type -> type.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown key type"));
    }
}
