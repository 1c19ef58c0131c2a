package io.raftkms.signer.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.protocol.files.ConsensusAddress;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * A ledger at one moment, for those who have to know later what was signed: the statement of a signed bundle. It is no
 * state file of any signer.
 *
 * @param raftkmsBundle version of this form, 1
 * @param use what it may be used for, a sentence
 * @param member who made it
 * @param madeAt by that member's clock, ISO 8601
 * @param index every entry up to here is in it, and perhaps a few after
 * @param ledgerHash SHA-256 of the ledger, lower-case hex, as {@code state show} prints it
 * @param ledger the ledger itself in the encoding that the hash is of
 * @param keys what is in the ledger, for people
 */
public record Bundle(
        int raftkmsBundle,
        String use,
        String clusterId,
        String member,
        String madeAt,
        long index,
        String ledgerHash,
        byte[] ledger,
        List<Key> keys) {
    /** Version of the form. */
    public static final int FORM = 1;

    private static final String NO_USE = "not for another signer";
    private static final String SEALED_USE = "sealed: another signer may go on above the seal";
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * @param publicKey lower-case hex
     * @param address upper-case hex
     * @param mark h/r/s
     */
    public record Key(String chainId, String publicKey, String address, String mark, boolean sealed, String use) {
        private static Key of(KeyState key) {
            return new Key(
                    key.key().chainId(),
                    HexFormat.of().formatHex(key.key().publicKey().bytes().toByteArray()),
                    ConsensusAddress.of(key.key().publicKey()).hex(),
                    key.mark().toString(),
                    key.sealed(),
                    key.sealed() ? SEALED_USE : NO_USE);
        }
    }

    public Bundle {
        ledger = ledger.clone();
        keys = List.copyOf(keys);
    }

    /** Of a ledger that holds at least what the log holds up to an index. */
    public static Bundle of(String clusterId, String member, Instant now, long index, LedgerState state) {
        return new Bundle(
                FORM,
                NO_USE + ", except for keys that are marked as sealed",
                clusterId,
                member,
                now.toString(),
                index,
                HexFormat.of().formatHex(state.hash()),
                state.encoded(),
                state.keys().stream().map(Key::of).toList());
    }

    @Override
    public byte[] ledger() {
        return ledger.clone();
    }

    /** The ledger that it carries. */
    public LedgerState state() {
        return LedgerState.decode(ledger);
    }

    /** One line of JSON, without its end. */
    byte[] encoded() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a bundle has no JSON", e);
        }
    }

    /**
     * Reads a statement whose signature was checked.
     *
     * @throws IllegalArgumentException if it is none, of another form, or contradicts itself
     */
    static Bundle decode(byte[] line) {
        Bundle read;
        try {
            read = JSON.readValue(line, Bundle.class);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("its statement cannot be read: " + e.getMessage(), e);
        }
        if (read.raftkmsBundle != FORM) {
            throw new IllegalArgumentException("it is of form " + read.raftkmsBundle + ", not " + FORM);
        }
        LedgerState state = read.state();
        if (!HexFormat.of().formatHex(state.hash()).equals(read.ledgerHash)
                || !state.keys().stream().map(Key::of).toList().equals(read.keys)) {
            throw new IllegalArgumentException("its ledger is not the one that it describes");
        }
        return read;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bundle bundle
                && new String(encoded(), java.nio.charset.StandardCharsets.UTF_8)
                        .equals(new String(bundle.encoded(), java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return ledgerHash.hashCode();
    }

    @Override
    public String toString() {
        return "Bundle[" + clusterId + ", index " + index + ", hash " + ledgerHash + "]";
    }
}
