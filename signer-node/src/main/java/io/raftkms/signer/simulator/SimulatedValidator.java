package io.raftkms.signer.simulator;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.files.ConsensusAddress;
import io.raftkms.protocol.privval.Dialect;
import io.raftkms.protocol.privval.PrivvalReply;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.Vote;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A validator node as its remote signer sees it: listens, admits one signer at a time, asks for signatures with
 * CometBFT's retries, verifies what it gets, and writes down both. It makes no blocks; {@link ChainDriver} does.
 *
 * <p>Requests are serialized, as in a node's consensus routine; calls block. Every start draws a new identity.
 */
public final class SimulatedValidator implements AutoCloseable {
    private NodeSettings settings;
    private final SecureRandom random;
    private final RequestLog log;
    private SignerEndpoint endpoint;
    private volatile ConsensusPublicKey publicKey;

    /**
     * @param observer told every request and answer
     * @param random identity and ephemeral keys
     * @param clock times in observations
     */
    public SimulatedValidator(NodeSettings settings, Observer observer, SecureRandom random, Clock clock) {
        this.settings = settings;
        this.random = random;
        this.log = new RequestLog(settings, observer, clock);
    }

    /**
     * Listens and accepts, without asking for anything yet.
     *
     * @param hold pause before the first accept, in which dialers park
     * @return where it listens; kept over restarts
     */
    public SocketAddress listen(Duration hold) throws IOException {
        endpoint = new SignerEndpoint(settings, random);
        settings = settings.withListen(endpoint.address());
        endpoint.start(hold);
        return endpoint.address();
    }

    /**
     * Starts as a node does: one un-retried request for the public key, and the process ends when no signer answers.
     *
     * @throws IOException if none did; the node is closed then
     */
    public ConsensusPublicKey start() throws IOException {
        if (endpoint == null) {
            listen(Duration.ZERO);
        }
        try {
            publicKey = askPublicKey();
            return publicKey;
        } catch (IOException noSigner) {
            close();
            throw new IOException("can't get pubkey: " + noSigner.getMessage(), noSigner);
        }
    }

    /** Takes a key as known, without a request for it: signatures are verified under it. */
    public void adopt(ConsensusPublicKey key) {
        publicKey = key;
    }

    /** Ends, and starts again at the same address with another identity, as {@link #start()}. */
    public ConsensusPublicKey restart() throws IOException {
        close();
        return start();
    }

    /** Where it listens. */
    public SocketAddress address() {
        return settings.listen();
    }

    public String name() {
        return settings.name();
    }

    public String chainId() {
        return settings.chainId();
    }

    /** What it reads from replies. */
    public Dialect dialect() {
        return settings.dialect();
    }

    /** Whether it wants an extension signature with every precommit for a block. */
    public boolean wantsExtensions() {
        return settings.wantsExtensions();
    }

    boolean skipsExtensions() {
        return settings.skipsExtensions();
    }

    /** Label of the connection that it holds, empty without one. */
    public String connection() {
        return endpoint.connection();
    }

    /** The signer's key, as of the last time it was asked for. */
    public ConsensusPublicKey publicKey() {
        return publicKey;
    }

    /** Asks for the public key with retries, as after each commit; on failure the old one stays. */
    public void refreshPublicKey() throws InterruptedException {
        signerAnswers(settings.timings().attempts());
    }

    /** Asks for the public key up to so many times; true if an answer came, a refusal or a key that is kept then. */
    boolean signerAnswers(int tries) throws InterruptedException {
        for (int attempt = 0; attempt < tries; attempt++) {
            try {
                publicKey = askPublicKey();
                return true;
            } catch (RemoteSignerErrorException refused) {
                return true;
            } catch (IOException failed) {
                retryPause();
            }
        }
        return false;
    }

    /** Asks for the public key of any chain once. */
    public ConsensusPublicKey askPublicKey(String chainId) throws IOException {
        return ReplyReader.publicKey(endpoint.exchange(new PrivvalRequest.PubKey(chainId)), settings.dialect());
    }

    private ConsensusPublicKey askPublicKey() throws IOException {
        return askPublicKey(settings.chainId());
    }

    /** Asks once; true if a pong came. */
    public boolean ping() {
        try {
            return ReplyReader.isPong(endpoint.exchange(new PrivvalRequest.Ping()));
        } catch (IOException failed) {
            return false;
        }
    }

    public SigningOutcome signVote(Vote vote) throws InterruptedException {
        return sign(new PrivvalRequest.SignVote(settings.chainId(), vote, false));
    }

    public SigningOutcome signProposal(Proposal proposal) throws InterruptedException {
        return sign(new PrivvalRequest.SignProposal(settings.chainId(), proposal));
    }

    /** Asks for a signature, up to a node's number of tries. */
    public SigningOutcome sign(PrivvalRequest request) throws InterruptedException {
        return sign(request, settings.timings().attempts());
    }

    /** Asks for a signature, up to so many tries. */
    SigningOutcome sign(PrivvalRequest request, int tries) throws InterruptedException {
        RequestLog.Entry entry = log.requested(request, publicKey);
        String reason = "never tried";
        for (int attempt = 0; attempt < tries; attempt++) {
            try {
                SignerEndpoint.Reply reply = endpoint.exchange(request, address(publicKey));
                return request instanceof PrivvalRequest.SignProposal
                        ? entry.proposalSigned(ReplyReader.proposal(reply), reply.connection())
                        : entry.voteSigned(ReplyReader.vote(reply), reply.connection());
            } catch (RemoteSignerErrorException refused) {
                return entry.refused(refused);
            } catch (IOException failed) {
                reason = failed.getMessage();
                retryPause();
            }
        }
        return entry.lost("exhausted all attempts: " + reason);
    }

    /** Of the validator that votes name. */
    private static ByteString address(ConsensusPublicKey key) {
        return key == null ? ByteString.EMPTY : ConsensusAddress.of(key).bytes();
    }

    private void retryPause() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(settings.timings().retryPause().toNanos());
    }

    /** Sends any request once, and reads whatever reply comes. */
    public PrivvalReply ask(PrivvalRequest request) throws IOException {
        return ReplyReader.decode(endpoint.exchange(request));
    }

    /** Sends any bytes as they are, and tells whether the signer ends the connection within the time. */
    public boolean endsAfter(byte[] bytes, Duration time) throws IOException {
        return endpoint.endsAfter(bytes, time);
    }

    /** Ends the connection to the signer by FIN or RST. */
    public void disconnect(boolean reset) throws IOException {
        endpoint.disconnect(reset);
    }

    /** The next dialer is left in the middle of its handshake. */
    public void leaveNextDialer(HalfDoneDial way) {
        endpoint.sabotage(way);
    }

    /** Dialers that failed to shake hands since the start. */
    public int failedHandshakes() {
        return endpoint.failedHandshakes();
    }

    /** Ends as a process does. */
    @Override
    public void close() throws IOException {
        if (endpoint != null) {
            endpoint.close();
            endpoint = null;
        }
    }
}
