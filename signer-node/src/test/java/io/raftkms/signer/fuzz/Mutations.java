package io.raftkms.signer.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes an input as fuzzers do: bits, bytes, numbers at their bounds, cuts, repeats, splices of two inputs. */
final class Mutations {
    private static final byte[] TELLING = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, '{', '"', '\n', '='};

    private final RandomGenerator random;
    private final List<byte[]> corpus;

    Mutations(RandomGenerator random, List<byte[]> corpus) {
        this.random = random;
        this.corpus = corpus;
    }

    byte[] next() {
        byte[] input = any().clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            input = changed(input);
        }
        return input.length > Decoder.MAX_INPUT ? Arrays.copyOf(input, Decoder.MAX_INPUT) : input;
    }

    private byte[] any() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private byte[] changed(byte[] input) {
        if (input.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(input.length);
        return switch (random.nextInt(6)) {
            case 0 -> with(input, at, (byte) (input[at] ^ (1 << random.nextInt(8))));
            case 1 -> with(input, at, (byte) random.nextInt());
            case 2 -> with(input, at, TELLING[random.nextInt(TELLING.length)]);
            case 3 -> Arrays.copyOf(input, at);
            case 4 -> joined(Arrays.copyOf(input, at), input);
            default -> joined(Arrays.copyOf(input, at), any());
        };
    }

    private static byte[] with(byte[] input, int at, byte value) {
        byte[] changed = input.clone();
        changed[at] = value;
        return changed;
    }

    private static byte[] joined(byte[] head, byte[] tail) {
        byte[] joined = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, joined, head.length, tail.length);
        return joined;
    }
}
