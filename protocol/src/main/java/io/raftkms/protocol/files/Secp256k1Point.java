package io.raftkms.protocol.files;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Public keys of secp256k1 scalars, so that such a key file can be checked and named before it is refused. */
final class Secp256k1Point {
    private Secp256k1Point() {}

    /** The compressed public key; empty if the scalar is 0 or not below the group order. */
    static Optional<ConsensusPublicKey> of(SecretSeed secret) {
        X9ECParameters curve = CustomNamedCurves.getByName("secp256k1");
        byte[] bytes = secret.copy();
        BigInteger scalar = new BigInteger(1, bytes);
        Arrays.fill(bytes, (byte) 0);
        if (scalar.signum() == 0 || scalar.compareTo(curve.getN()) >= 0) {
            return Optional.empty();
        }
        byte[] point = new FixedPointCombMultiplier()
                .multiply(curve.getG(), scalar)
                .normalize()
                .getEncoded(true);
        return Optional.of(new ConsensusPublicKey(KeyType.SECP256K1, ByteString.copyFrom(point)));
    }
}
