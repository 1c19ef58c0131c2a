package io.raftkms.signer.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.util.HexFormat;
import java.util.Locale;

/** Values of the ledger and of requests as fields of a line. */
final class AuditFields {
    private static final int MAX_TEXT = 2000;

    private AuditFields() {}

    static ObjectNode none() {
        return AuditLine.MAPPER.createObjectNode();
    }

    static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    /** Text from outside may be long. */
    static String text(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }

    static void key(ObjectNode to, KeyId key) {
        to.put("chain", key.chainId())
                .put(
                        "key",
                        key.publicKey().type().wireName() + ":"
                                + hex(key.publicKey().bytes()));
    }

    static void position(ObjectNode to, HeightRoundStep at) {
        to.put("height", at.height())
                .put("round", at.round())
                .put("step", at.step().toString());
    }

    static void decision(ObjectNode to, Decision decision) {
        if (decision instanceof Decision.Refuse refuse) {
            to.put("decision", "refuse")
                    .put("reason", refuse.reason().name().toLowerCase(Locale.ROOT))
                    .put("last", refuse.last().toString());
        } else {
            to.put("decision", decision instanceof Decision.Reserve ? "reserve" : "reuse");
        }
    }

    /** The bytes, and what they say. */
    static void payload(ObjectNode to, ByteString signBytes) {
        Proposed.of(signBytes).ifPresent(said -> to.put("block", block(said.block())));
        to.put("sign_bytes", hex(signBytes));
    }

    /** Upper-case hash, as explorers show it; nil for none. */
    static String block(BlockId block) {
        return block.hash().isEmpty()
                ? "nil"
                : HexFormat.of().withUpperCase().formatHex(block.hash().toByteArray());
    }

    /** What a request asked for; also of one that no rule would take. */
    static void asked(ObjectNode to, PrivvalRequest request) {
        if (request instanceof PrivvalRequest.SignVote vote) {
            asked(
                    to,
                    step(vote.vote().messageType()),
                    vote.vote().height(),
                    vote.vote().round(),
                    vote.vote().blockId());
        } else if (request instanceof PrivvalRequest.SignProposal proposal) {
            asked(
                    to,
                    Step.PROPOSAL.toString(),
                    proposal.proposal().height(),
                    proposal.proposal().round(),
                    proposal.proposal().blockId());
        } else {
            to.put("request", request.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        }
    }

    private static void asked(ObjectNode to, String step, long height, long round, BlockId block) {
        String shown = block(block);
        to.put("height", height).put("round", round).put("step", step).put("block", text(shown));
    }

    private static String step(int messageType) {
        if (messageType == Step.PREVOTE.messageType()) {
            return Step.PREVOTE.toString();
        }
        return messageType == Step.PRECOMMIT.messageType() ? Step.PRECOMMIT.toString() : "type " + messageType;
    }
}
