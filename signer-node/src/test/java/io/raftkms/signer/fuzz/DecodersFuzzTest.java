package io.raftkms.signer.fuzz;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No input crashes a decoder, or costs more than a second or four mebibytes. In every build the committed corpus and a few
 * thousand mutations of it; {@code chaos-tests/fuzz} does as many as it is told, with a new seed.
 */
class DecodersFuzzTest {
    private static final long SEED = Long.getLong("raftkms.fuzz.seed", 20261122L);
    private static final int MUTATIONS = Integer.getInteger("raftkms.fuzz.mutations", 3_000);

    @ParameterizedTest
    @EnumSource
    void takesTheCorpusAndItsMutationsWithinBounds(Decoder decoder) throws Exception {
        List<byte[]> corpus = Corpus.of(decoder);
        corpus.forEach(input -> Bounds.check(decoder, input));
        Mutations mutations = new Mutations(new Random(SEED), corpus);
        System.out.printf(
                "%s: %d inputs, %d mutations, -Draftkms.fuzz.seed=%d%n", decoder, corpus.size(), MUTATIONS, SEED);
        for (int i = 0; i < MUTATIONS; i++) {
            Bounds.check(decoder, mutations.next());
        }
    }
}
