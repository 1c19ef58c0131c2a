package io.raftkms.protocol.files;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import java.util.Base64;
import java.util.HexFormat;

/** The forms in which other programs show a consensus public key; tmkms' {@code key_format} chooses between three. */
public final class PublicKeyText {
    /** Amino's type prefix and length byte, still part of bech32 public keys. */
    private static final ByteString AMINO_ED25519 = ByteString.fromHex("1624de6420");

    private static final ByteString AMINO_SECP256K1 = ByteString.fromHex("eb5ae98721");

    private PublicKeyText() {}

    /** Upper-case hexadecimal digits, as tmkms shows keys with {@code type = "hex"}. */
    public static String hex(ConsensusPublicKey key) {
        return HexFormat.of().withUpperCase().formatHex(key.bytes().toByteArray());
    }

    /** Base64, as in {@code priv_validator_key.json} and genesis files. */
    public static String base64(ConsensusPublicKey key) {
        return Base64.getEncoder().encodeToString(key.bytes().toByteArray());
    }

    /** The JSON object that Cosmos SDK commands such as {@code create-validator} take. */
    public static String cosmosJson(ConsensusPublicKey key) {
        String type = key.type() == KeyType.ED25519 ? "ed25519" : "secp256k1";
        return "{\"@type\":\"/cosmos.crypto." + type + ".PubKey\",\"key\":\"" + base64(key) + "\"}";
    }

    /**
     * The amino form in bech32, as tmkms shows it with {@code type = "bech32"}.
     *
     * @param prefix {@code consensus_key_prefix}, as {@code cosmosvalconspub}
     * @throws IllegalArgumentException for a prefix that bech32 does not take
     */
    public static String bech32(ConsensusPublicKey key, String prefix) {
        ByteString amino = key.type() == KeyType.ED25519 ? AMINO_ED25519 : AMINO_SECP256K1;
        return Bech32.ofBytes(prefix, amino.concat(key.bytes())).text();
    }
}
