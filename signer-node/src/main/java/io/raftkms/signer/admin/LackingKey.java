package io.raftkms.signer.admin;

import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.signer.message.Failure;
import io.raftkms.signer.message.MessageCode;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A key that the ledger has enrolled and a member does not have: as leader it could not sign. Usually another key lies
 * where the enrolled one should be, and then nothing may advise to enrol that one too.
 */
public final class LackingKey {
    private LackingKey() {}

    /**
     * The first one, as a message; empty if the member has all that are enrolled and not sealed.
     *
     * @param own keys of the member, each on its chains
     */
    public static Optional<Failure> first(LedgerState ledger, Collection<KeyId> own) {
        return ledger.keys().stream()
                .filter(enrolled -> !enrolled.sealed())
                .map(KeyState::key)
                .filter(enrolled -> !own.contains(enrolled))
                .findFirst()
                .map(enrolled -> message(enrolled, ledger, own));
    }

    private static Failure message(KeyId enrolled, LedgerState ledger, Collection<KeyId> own) {
        String chain = enrolled.chainId();
        String strangers = own.stream()
                .filter(key -> key.chainId().equals(chain))
                .filter(key -> ledger.key(key).isEmpty())
                .map(LackingKey::publicKey)
                .collect(Collectors.joining(", "));
        if (strangers.isEmpty()) {
            return Failure.of(
                    MessageCode.CONFIGURATION_NO_KEY,
                    "key " + publicKey(enrolled) + " is enrolled on chain " + chain
                            + ", and this member does not have it",
                    "add its [[providers.softsign]] on this member and run raftkms reload");
        }
        return Failure.of(
                MessageCode.KEY_NOT_ENROLLED,
                "this member's key of chain " + chain + " is " + strangers + ", but the enrolled one is "
                        + publicKey(enrolled),
                "put the enrolled key in its place on this member (raftkms softsign show prints a file's public key)"
                        + " and run raftkms reload");
    }

    private static String publicKey(KeyId key) {
        return HexFormat.of().formatHex(key.publicKey().bytes().toByteArray());
    }
}
