package io.raftkms.signer.fuzz;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@link DecodersFuzzTest} asks, of a few thousand changes to the committed inputs: the same ones in every build, without
 * a guide. {@code -Draftkms.fuzz.seed} and {@code -Draftkms.fuzz.mutations} make it others, or more.
 */
class DecodersMutationTest {
    private static final long SEED = Long.getLong("raftkms.fuzz.seed", 20261122L);
    private static final int MUTATIONS = Integer.getInteger("raftkms.fuzz.mutations", 1_000);

    static List<Decoder> decoders() {
        return Decoders.all();
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void takesMutationsOfTheCorpusWithinBounds(Decoder decoder) throws Exception {
        List<byte[]> corpus = Corpus.of(decoder);
        Mutations mutations = new Mutations(new Random(SEED), corpus);
        System.out.printf(
                "%s: %d inputs, %d mutations, -Draftkms.fuzz.seed=%d%n", decoder, corpus.size(), MUTATIONS, SEED);
        for (int i = 0; i < MUTATIONS; i++) {
            Bounds.check(decoder, mutations.next());
        }
    }
}
