package io.raftkms.signer.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HashMap;
import java.util.Map;

/**
 * No input crashes a decoder, or costs more than a second or four mebibytes. In every build each method gets the inputs of
 * {@code DecodersFuzzTestInputs/METHOD} among the test resources; {@code chaos-tests/fuzz} looks for more, guided by what they
 * reach (Jazzer). One method for each of {@link Decoders}.
 */
class DecodersFuzzTest {
    private final Map<String, Decoder> decoders = new HashMap<>();

    @FuzzTest
    void handshake(byte[] input) {
        check("handshake", input);
    }

    @FuzzTest
    void handshakeSealed(byte[] input) {
        check("handshakeSealed", input);
    }

    @FuzzTest
    void sealedFrames(byte[] input) {
        check("sealedFrames", input);
    }

    @FuzzTest
    void frames(byte[] input) {
        check("frames", input);
    }

    @FuzzTest
    void request(byte[] input) {
        check("request", input);
    }

    @FuzzTest
    void reply(byte[] input) {
        check("reply", input);
    }

    @FuzzTest
    void nodeAnswer(byte[] input) {
        check("nodeAnswer", input);
    }

    @FuzzTest
    void forwardRequest(byte[] input) {
        check("forwardRequest", input);
    }

    @FuzzTest
    void forwardReply(byte[] input) {
        check("forwardReply", input);
    }

    @FuzzTest
    void helloRequest(byte[] input) {
        check("helloRequest", input);
    }

    @FuzzTest
    void helloReply(byte[] input) {
        check("helloReply", input);
    }

    @FuzzTest
    void memberFacts(byte[] input) {
        check("memberFacts", input);
    }

    @FuzzTest
    void revivedException(byte[] input) {
        check("revivedException", input);
    }

    @FuzzTest
    void signBytes(byte[] input) {
        check("signBytes", input);
    }

    @FuzzTest
    void logEntry(byte[] input) {
        check("logEntry", input);
    }

    @FuzzTest
    void snapshot(byte[] input) {
        check("snapshot", input);
    }

    @FuzzTest
    void ledger(byte[] input) {
        check("ledger", input);
    }

    @FuzzTest
    void identityFile(byte[] input) {
        check("identityFile", input);
    }

    @FuzzTest
    void runFile(byte[] input) {
        check("runFile", input);
    }

    @FuzzTest
    void peersFile(byte[] input) {
        check("peersFile", input);
    }

    @FuzzTest
    void watermark(byte[] input) {
        check("watermark", input);
    }

    @FuzzTest
    void voteFile(byte[] input) {
        check("voteFile", input);
    }

    @FuzzTest
    void dataFile(byte[] input) {
        check("dataFile", input);
    }

    @FuzzTest
    void auditLine(byte[] input) {
        check("auditLine", input);
    }

    @FuzzTest
    void anchor(byte[] input) {
        check("anchor", input);
    }

    @FuzzTest
    void filepvState(byte[] input) {
        check("filepvState", input);
    }

    @FuzzTest
    void tmkmsState(byte[] input) {
        check("tmkmsState", input);
    }

    @FuzzTest
    void horcruxState(byte[] input) {
        check("horcruxState", input);
    }

    @FuzzTest
    void filepvKey(byte[] input) {
        check("filepvKey", input);
    }

    @FuzzTest
    void seedText(byte[] input) {
        check("seedText", input);
    }

    @FuzzTest
    void bech32(byte[] input) {
        check("bech32", input);
    }

    @FuzzTest
    void configuration(byte[] input) {
        check("configuration", input);
    }

    @FuzzTest
    void adminBody(byte[] input) {
        check("adminBody", input);
    }

    @FuzzTest
    void bundle(byte[] input) {
        check("bundle", input);
    }

    @FuzzTest
    void bundleStatement(byte[] input) {
        check("bundleStatement", input);
    }

    @FuzzTest
    void recoveryFile(byte[] input) {
        check("recoveryFile", input);
    }

    @FuzzTest
    void certificates(byte[] input) {
        check("certificates", input);
    }

    @FuzzTest
    void privateKey(byte[] input) {
        check("privateKey", input);
    }

    @FuzzTest
    void revoked(byte[] input) {
        check("revoked", input);
    }

    @FuzzTest
    void authority(byte[] input) {
        check("authority", input);
    }

    @FuzzTest
    void certificateRequest(byte[] input) {
        check("certificateRequest", input);
    }

    private void check(String name, byte[] input) {
        Bounds.check(decoders.computeIfAbsent(name, Decoders::named), input);
    }
}
