package io.raftkms.signer.fuzz;

import java.util.List;
import java.util.stream.Stream;

/** Every decoder of bytes from network or disk: the one list, which fuzzing, documentation and code are held to. */
final class Decoders {
    private Decoders() {}

    static List<Decoder> all() {
        return Stream.of(
                        ValidatorNodeDecoders.all(),
                        PeerDecoders.all(),
                        LedgerDecoders.all(),
                        DataDirectoryDecoders.all(),
                        StateAndKeyDecoders.all(),
                        OperatorDecoders.all(),
                        CertificateDecoders.all())
                .flatMap(List::stream)
                .toList();
    }

    static Decoder named(String name) {
        return all().stream()
                .filter(decoder -> decoder.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no decoder " + name));
    }
}
