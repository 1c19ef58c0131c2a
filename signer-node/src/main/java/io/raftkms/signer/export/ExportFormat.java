package io.raftkms.signer.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Forms of an export. */
public enum ExportFormat {
    /** CometBFT's priv_validator_state.json. */
    FILEPV(true),
    /** tmkms' state file. */
    TMKMS(true),
    /** A signed copy of the whole ledger. */
    BUNDLE(false);

    private final boolean read;

    ExportFormat(boolean readByOtherSigners) {
        this.read = readByOtherSigners;
    }

    /** Whether another signer goes on from it as it is, so that only a sealed key's may exist. */
    public boolean readByOtherSigners() {
        return read;
    }

    /** By its name as {@link #toString} gives it. */
    public static Optional<ExportFormat> named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(name))
                .findFirst();
    }

    /** All names, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(ExportFormat::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
