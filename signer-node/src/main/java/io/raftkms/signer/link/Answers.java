package io.raftkms.signer.link;

import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.privval.PrintableText;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.privval.ReplyCodec;
import io.raftkms.protocol.privval.RequestLimits;
import io.raftkms.signer.signature.SignatureResult;
import io.raftkms.signer.signature.SignatureService;
import java.util.Optional;

/**
 * Which answer a node gets. The first row that matches decides.
 *
 * <pre>
 * request                                       answer
 * public key, another chain                     RemoteSignerError
 * public key                                    from memory, with or without a leader; none to show: RST
 * ping, a leader was heard                      pong
 * ping, no leader                               RST at once
 * raw bytes (tag 9)                             RemoteSignerError in tag 10
 * vote or proposal: another chain, malformed,
 *   above max_height                            RemoteSignerError in the matching response
 * vote or proposal, no key to show              RST
 * vote or proposal                              asked of the signature service:
 *   signed                                      slim response
 *   refused                                     RemoteSignerError in the matching response
 *   silence                                     RST
 * </pre>
 *
 * A RemoteSignerError is final for the node: the vote is lost. So it is only given where asking again, here or at
 * another member, cannot help.
 */
final class Answers {
    /** CometBFT's own signer sends no other; nodes only log it. */
    private static final int ERROR_CODE = 0;

    private final LinkSettings settings;
    private final SignatureService signatures;
    private final LeaderWatch watch;

    Answers(LinkSettings settings, SignatureService signatures, LeaderWatch watch) {
        this.settings = settings;
        this.signatures = signatures;
        this.watch = watch;
    }

    /** What a request gets before anyone else is asked. */
    Answer toRequest(PrivvalRequest request) {
        if (request instanceof PrivvalRequest.Ping) {
            return watch.leaderHeard()
                    ? new Answer.Reply(ReplyCodec.pong(), Outcome.PONG, "")
                    : new Answer.Reset(Ending.LACK_OF_LEADER, "ping while no leader is heard");
        }
        Optional<String> refusal = refusal(request);
        if (refusal.isPresent()) {
            return refuse(request, refusal.get());
        }
        Optional<ConsensusPublicKey> key = signatures.publicKey(settings.chainId(), settings.name());
        if (key.isEmpty()) {
            return new Answer.Reset(Ending.KEY_WITHHELD, Link.withheld(settings));
        }
        return request instanceof PrivvalRequest.PubKey
                ? new Answer.Reply(ReplyCodec.pubKey(key.get()), Outcome.PUBLIC_KEY, "")
                : new Answer.Sign(key.get());
    }

    /** What a vote or proposal request gets after the signature service answered. */
    Answer toResult(PrivvalRequest request, SignatureResult result) {
        if (result instanceof SignatureResult.Refused refused) {
            return refuse(request, refused.description());
        }
        if (result instanceof SignatureResult.Silence silence) {
            Ending ending = watch.leaderHeard() ? Ending.SILENCE : Ending.LACK_OF_LEADER;
            return new Answer.Reset(ending, silence.reason());
        }
        SignatureResult.Signed signed = (SignatureResult.Signed) result;
        byte[] body = request instanceof PrivvalRequest.SignProposal
                ? ReplyCodec.proposal(signed.signature(), signed.timestamp())
                : ReplyCodec.vote(signed.signature(), signed.timestamp(), signed.extensionSignature());
        return new Answer.Reply(body, Outcome.SIGNED, "");
    }

    private Optional<String> refusal(PrivvalRequest request) {
        if (!(request instanceof PrivvalRequest.OfChain named)) {
            return Optional.of("raw bytes are not signed on chain " + settings.chainId());
        }
        if (!named.chainId().equals(settings.chainId())) {
            return Optional.of("this link signs on chain " + settings.chainId() + ", not on "
                    + PrintableText.quote(named.chainId()) + asked(request));
        }
        Optional<String> violation = RequestLimits.violation(request);
        if (violation.isPresent()) {
            return Optional.of(violation.get() + asked(request));
        }
        long height = height(request);
        if (settings.maxHeight().isPresent() && height > settings.maxHeight().getAsLong()) {
            return Optional.of("height " + height + " is above max_height "
                    + settings.maxHeight().getAsLong() + asked(request));
        }
        return Optional.empty();
    }

    private static Answer refuse(PrivvalRequest request, String description) {
        byte[] body;
        if (request instanceof PrivvalRequest.SignVote) {
            body = ReplyCodec.voteError(ERROR_CODE, description);
        } else if (request instanceof PrivvalRequest.SignProposal) {
            body = ReplyCodec.proposalError(ERROR_CODE, description);
        } else if (request instanceof PrivvalRequest.PubKey) {
            body = ReplyCodec.pubKeyError(description);
        } else {
            body = ReplyCodec.rawBytesError(ERROR_CODE, description);
        }
        return new Answer.Reply(body, Outcome.REFUSED, description);
    }

    private static String asked(PrivvalRequest request) {
        return request instanceof PrivvalRequest.PubKey ? "" : "; asked for " + Asked.describe(request);
    }

    private static long height(PrivvalRequest request) {
        if (request instanceof PrivvalRequest.SignVote vote) {
            return vote.vote().height();
        }
        return request instanceof PrivvalRequest.SignProposal proposal
                ? proposal.proposal().height()
                : 0;
    }
}
