package io.raftkms.signer.fuzz;

import io.raftkms.protocol.files.Bech32;
import io.raftkms.protocol.files.FileFormatException;
import io.raftkms.protocol.files.HorcruxStateFile;
import io.raftkms.protocol.files.IdentityKeyText;
import io.raftkms.protocol.files.PrivValidatorKeyFile;
import io.raftkms.protocol.files.PrivValidatorStateFile;
import io.raftkms.protocol.files.SoftsignFormat;
import io.raftkms.protocol.files.SoftsignKey;
import io.raftkms.protocol.files.StateFile;
import io.raftkms.protocol.files.TmkmsStateFile;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** State and key files, of this signer and of others. */
final class StateAndKeyDecoders {
    private StateAndKeyDecoders() {}

    static List<Decoder> all() {
        return List.of(
                file(
                        "filepvState",
                        "priv_validator_state.json",
                        PrivValidatorStateFile::parse,
                        "PrivValidatorStateFile"),
                file("tmkmsState", "state files of tmkms", TmkmsStateFile::parse, "TmkmsStateFile"),
                Decoder.of(
                        "horcruxState",
                        "state files of Horcrux, and of any kind",
                        StateAndKeyDecoders::horcruxState,
                        "protocol.files.HorcruxStateFile",
                        "protocol.files.StateFile",
                        "protocol.files.JsonFields"),
                file("filepvKey", "priv_validator_key.json", PrivValidatorKeyFile::parse, "PrivValidatorKeyFile"),
                Decoder.of(
                        "seedText",
                        "key files of this signer and of tmkms",
                        StateAndKeyDecoders::seed,
                        "protocol.files.IdentityKeyText",
                        "protocol.files.SoftsignKey",
                        "protocol.files.SeedText",
                        "protocol.files.Base64Text"),
                Decoder.of(
                        "bech32",
                        "addresses and keys of tmkms",
                        bytes -> Bech32.decode(new String(bytes, StandardCharsets.ISO_8859_1)),
                        "protocol.files.Bech32"));
    }

    private interface Parser {
        Object parse(byte[] bytes) throws FileFormatException;
    }

    private static Decoder file(String name, String from, Parser parser, String reader) {
        return Decoder.of(
                name,
                from,
                bytes -> Refusal.orResult(FileFormatException.class, () -> parser.parse(bytes)),
                "protocol.files." + reader);
    }

    private static void horcruxState(byte[] bytes) throws Exception {
        Refusal.orResult(FileFormatException.class, () -> HorcruxStateFile.parse(bytes));
        Refusal.orResult(FileFormatException.class, () -> StateFile.parse(bytes));
    }

    private static void seed(byte[] bytes) throws Exception {
        Refusal.orResult(FileFormatException.class, () -> IdentityKeyText.parse(bytes.clone()));
        for (SoftsignFormat format : SoftsignFormat.values()) {
            Refusal.orResult(FileFormatException.class, () -> SoftsignKey.parse(format, bytes.clone()));
        }
    }
}
