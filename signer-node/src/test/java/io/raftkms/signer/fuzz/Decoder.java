package io.raftkms.signer.fuzz;

import java.util.List;

/**
 * A decoder of bytes from network or disk: it takes any bytes and refuses them with the exception that its contract names;
 * anything else is a finding.
 *
 * @param name of its corpus, and of its method in {@link DecodersFuzzTest}
 * @param from where its bytes come from, for docs/testing.md
 * @param readings how many readers take the input one after the other: each may cost what one input may
 * @param reads the classes that read them, without {@code io.raftkms.}; {@link DecodersTest} holds them against the code
 */
public record Decoder(String name, String from, Decoding decoding, int readings, List<String> reads) {
    /** Longest input; what is longer is refused by length before it is decoded. */
    static final int MAX_INPUT = 64 * 1024;

    /** Ends with an exception only for a finding. */
    @FunctionalInterface
    public interface Decoding {
        void decode(byte[] bytes) throws Exception;
    }

    static Decoder of(String name, String from, Decoding decoding, String... reads) {
        return new Decoder(name, from, decoding, 1, List.of(reads));
    }

    Decoder readTimes(int number) {
        return new Decoder(name, from, decoding, number, reads);
    }

    @Override
    public String toString() {
        return name;
    }
}
