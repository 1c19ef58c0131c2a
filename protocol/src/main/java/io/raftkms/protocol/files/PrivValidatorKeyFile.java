package io.raftkms.protocol.files;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.files.FileFormatException.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * CometBFT's {@code priv_validator_key.json}: address in upper-case hex, public and private key each as type name and
 * base64. The private value of Ed25519 is 64 bytes, seed then public key; of secp256k1 the 32-byte scalar. CometBFT
 * recomputes address and public key and ignores what the file says; here a difference is an error, because it means a
 * file that was put together by hand. Other fields are ignored, as CometBFT does.
 *
 * @param publicKey of type {@code ed25519} or {@code secp256k1}: whoever can use fewer refuses by that
 * @param secret seed or scalar, destroyed by the caller
 */
public record PrivValidatorKeyFile(ConsensusPublicKey publicKey, SecretSeed secret) {
    private static final FileKind KIND = FileKind.PRIV_VALIDATOR_KEY;
    private static final String ED25519 = "Ed25519";
    private static final String SECP256K1 = "Secp256k1";
    private static final String PUBLIC_PREFIX = "tendermint/PubKey";
    private static final String PRIVATE_PREFIX = "tendermint/PrivKey";
    /** A type name may be shown; anything else in its place may be a misplaced secret. */
    private static final Pattern TYPE_NAME = Pattern.compile("[a-z]{1,20}/(PubKey|PrivKey)[A-Za-z0-9_]{1,20}");

    /**
     * Reads the file and checks that its parts belong together.
     *
     * @throws FileFormatException if anything is missing, damaged or contradictory; with
     *     {@link Problem#UNSUPPORTED_KEY} for a type other than those two
     */
    public static PrivValidatorKeyFile parse(byte[] content) throws FileFormatException {
        JsonFields file = JsonFields.parse(KIND, content);
        JsonFields privateKey = file.object("priv_key");
        String type = privateKey.text("type", "the name of a key type");
        byte[] value = base64(privateKey, "value");
        try {
            PrivValidatorKeyFile key = switch (type) {
                case PRIVATE_PREFIX + ED25519 -> ed25519(privateKey, value);
                case PRIVATE_PREFIX + SECP256K1 -> secp256k1(privateKey, value);
                default -> throw unsupported(privateKey, type);
            };
            return checked(file, key);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    /** The file as CometBFT writes it: two blanks of indent, no line end at the end. The caller wipes it. */
    public byte[] encode() {
        String name = publicKey.type() == KeyType.ED25519 ? ED25519 : SECP256K1;
        String publicValue =
                Base64.getEncoder().encodeToString(publicKey.bytes().toByteArray());
        String head = "{\n  \"address\": \"" + ConsensusAddress.of(publicKey).hex()
                + "\",\n  \"pub_key\": {\n    \"type\": \""
                + PUBLIC_PREFIX + name + "\",\n    \"value\": \"" + publicValue
                + "\"\n  },\n  \"priv_key\": {\n    \"type\": \""
                + PRIVATE_PREFIX + name + "\",\n    \"value\": \"";
        byte[] secretValue = secretValue();
        byte[] secretText = Base64.getEncoder().encode(secretValue);
        Arrays.fill(secretValue, (byte) 0);
        WipedOutput out = new WipedOutput();
        out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(secretText);
        out.writeBytes("\"\n  }\n}".getBytes(StandardCharsets.US_ASCII));
        Arrays.fill(secretText, (byte) 0);
        byte[] content = out.toByteArray();
        out.wipe();
        return content;
    }

    private byte[] secretValue() {
        byte[] seed = secret.copy();
        if (publicKey.type() != KeyType.ED25519) {
            return seed;
        }
        byte[] value = Arrays.copyOf(seed, 2 * SecretSeed.BYTES);
        Arrays.fill(seed, (byte) 0);
        publicKey.bytes().copyTo(value, SecretSeed.BYTES);
        return value;
    }

    private static PrivValidatorKeyFile ed25519(JsonFields privateKey, byte[] value) throws FileFormatException {
        if (value.length != 2 * SecretSeed.BYTES) {
            throw privateKey.bad(
                    "value",
                    "base64 of " + value.length + " bytes",
                    "base64 of 64 bytes, the seed and then the public key");
        }
        SecretSeed seed = SecretSeed.copyOf(value, 0, SecretSeed.BYTES);
        ConsensusPublicKey key = seed.ed25519PublicKey();
        if (!key.bytes().equals(ByteString.copyFrom(value, SecretSeed.BYTES, SecretSeed.BYTES))) {
            seed.destroy();
            throw privateKey.error(
                    Problem.CONTRADICTION,
                    "value",
                    "a second half that is not the public key of the first",
                    "base64 of the 32-byte seed followed by its public key");
        }
        return new PrivValidatorKeyFile(key, seed);
    }

    private static PrivValidatorKeyFile secp256k1(JsonFields privateKey, byte[] value) throws FileFormatException {
        if (value.length != SecretSeed.BYTES) {
            throw privateKey.bad("value", "base64 of " + value.length + " bytes", "base64 of the 32-byte scalar");
        }
        SecretSeed scalar = SecretSeed.copyOf(value);
        Optional<ConsensusPublicKey> key = Secp256k1Point.of(scalar);
        if (key.isEmpty()) {
            scalar.destroy();
            throw privateKey.bad("value", "a number outside the group", "a secp256k1 scalar from 1 to the group order");
        }
        return new PrivValidatorKeyFile(key.get(), scalar);
    }

    private static FileFormatException unsupported(JsonFields privateKey, String type) {
        String found = TYPE_NAME.matcher(type).matches() ? "a key of type " + type : "a text that names no key type";
        return privateKey.error(Problem.UNSUPPORTED_KEY, "type", found, PRIVATE_PREFIX + ED25519);
    }

    private static PrivValidatorKeyFile checked(JsonFields file, PrivValidatorKeyFile key) throws FileFormatException {
        try {
            checkPublicPart(file, key.publicKey);
            return key;
        } catch (FileFormatException e) {
            key.secret.destroy();
            throw e;
        }
    }

    private static void checkPublicPart(JsonFields file, ConsensusPublicKey key) throws FileFormatException {
        JsonFields publicKey = file.object("pub_key");
        String type = PUBLIC_PREFIX + (key.type() == KeyType.ED25519 ? ED25519 : SECP256K1);
        if (!publicKey.text("type", type).equals(type)) {
            throw publicKey.error(Problem.CONTRADICTION, "type", "another type than that of priv_key", type);
        }
        if (!ByteString.copyFrom(base64(publicKey, "value")).equals(key.bytes())) {
            throw publicKey.error(
                    Problem.CONTRADICTION, "value", "another key", "the public key that belongs to priv_key");
        }
        String address = file.text("address", "40 hexadecimal digits");
        String computed = ConsensusAddress.of(key).hex();
        if (!address.equalsIgnoreCase(computed)) {
            throw file.error(Problem.CONTRADICTION, "address", "another address", computed + ", that of priv_key");
        }
    }

    private static byte[] base64(JsonFields fields, String field) throws FileFormatException {
        String text = fields.text(field, "base64");
        byte[] ascii = text.getBytes(StandardCharsets.UTF_8);
        try {
            return Base64Text.decode(ascii).orElseThrow(() -> fields.bad(field, "a text that is not base64", "base64"));
        } finally {
            Arrays.fill(ascii, (byte) 0);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "PrivValidatorKeyFile[" + ConsensusAddress.of(publicKey).hex() + "]";
    }

    /** A buffer that can be wiped; it is large enough from the start, so that it never leaves copies behind. */
    private static final class WipedOutput extends ByteArrayOutputStream {
        WipedOutput() {
            super(KIND.maxBytes());
        }

        void wipe() {
            Arrays.fill(buf, (byte) 0);
        }
    }
}
