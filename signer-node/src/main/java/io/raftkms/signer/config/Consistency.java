package io.raftkms.signer.config;

import static io.raftkms.signer.config.ConfigurationFault.AMBIGUOUS_KEY;
import static io.raftkms.signer.config.ConfigurationFault.CONFLICT;
import static io.raftkms.signer.config.ConfigurationFault.KEY_NOT_SHARED;
import static io.raftkms.signer.config.ConfigurationFault.NO_KEY;
import static io.raftkms.signer.config.ConfigurationFault.UNKNOWN_CHAIN;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Checks that look at several tables: chains, validator nodes and keys must fit together. */
final class Consistency {
    private record KeyOnChain(String chainId, Path key) {}

    private final List<Entry<ChainSettings>> chains;
    private final List<Entry<ValidatorSettings>> validators;
    private final List<Entry<SoftsignSettings>> keys;
    private final boolean allChains;
    private final boolean allKeys;

    /** Where not all chains or keys could be read, none is reported as missing: it may be one of the unreadable. */
    Consistency(
            Reading.Part<List<Entry<ChainSettings>>> chains,
            List<Entry<ValidatorSettings>> validators,
            Reading.Part<List<Entry<SoftsignSettings>>> keys) {
        this.chains = chains.value();
        this.validators = validators;
        this.keys = keys.value();
        this.allChains = chains.sound();
        this.allKeys = keys.sound();
    }

    void check() {
        reportTwice(chains, ChainTable.ID, ChainSettings::id, "chain");
        reportTwice(validators, ValidatorTable.ADDR, entry -> entry.address().toString(), "validator node");
        reportTwice(keys, SoftsignTable.PATH, entry -> entry.path().toString(), "key file");
        keys.forEach(key ->
                key.value().chainIds().forEach(chainId -> knownChain(key.section(), SoftsignTable.CHAIN_IDS, chainId)));
        Map<KeyOnChain, Spot> used = new HashMap<>();
        for (Entry<ValidatorSettings> validator : validators) {
            if (knownChain(
                    validator.section(),
                    ValidatorTable.CHAIN_ID,
                    validator.value().chainId())) {
                key(validator).ifPresent(key -> reportNotShared(validator, key, used));
            }
        }
    }

    private static <T> void reportTwice(List<Entry<T>> entries, Key<?> key, Function<T, String> name, String what) {
        Map<String, Spot> seen = new HashMap<>();
        for (Entry<T> entry : entries) {
            Spot first =
                    seen.putIfAbsent(name.apply(entry.value()), entry.section().spot(key));
            if (first != null) {
                entry.section().problem(key, CONFLICT, "the same " + what + " is there already at " + first);
            }
        }
    }

    private boolean knownChain(Section section, Key<?> key, String chainId) {
        List<String> known = chains.stream().map(chain -> chain.value().id()).toList();
        if (allChains && !known.contains(chainId)) {
            section.problem(
                    key,
                    UNKNOWN_CHAIN,
                    "no [[chain]] has the id " + Values.quoted(chainId) + Suggestion.sentence(chainId, known));
        }
        return known.contains(chainId);
    }

    /** The key that a validator has; a problem if that is none or not clear. */
    private Optional<Path> key(Entry<ValidatorSettings> validator) {
        String chainId = validator.value().chainId();
        List<Path> candidates = keys.stream()
                .map(Entry::value)
                .filter(key -> key.chainIds().contains(chainId))
                .map(SoftsignSettings::path)
                .toList();
        String listed =
                String.join(", ", candidates.stream().map(Path::toString).toList());
        Optional<Path> named = validator.value().key();
        if (candidates.isEmpty() && !allKeys) {
            return Optional.empty();
        }
        if (candidates.isEmpty()) {
            validator
                    .section()
                    .problem(
                            ValidatorTable.CHAIN_ID,
                            NO_KEY,
                            "no [[providers.softsign]] lists " + Values.quoted(chainId) + " in its chain_ids");
        } else if (named.isEmpty() && candidates.size() > 1) {
            validator
                    .section()
                    .problem(
                            ValidatorTable.KEY,
                            AMBIGUOUS_KEY,
                            "chain " + chainId + " has " + candidates.size() + " keys; write which one this node has: "
                                    + listed);
        } else if (named.isPresent() && !candidates.contains(named.get())) {
            validator
                    .section()
                    .problem(
                            ValidatorTable.KEY,
                            NO_KEY,
                            named.get() + " is not the path of a key of chain " + chainId + "; there are " + listed);
        } else {
            return Optional.of(named.orElse(candidates.get(0)));
        }
        return Optional.empty();
    }

    private void reportNotShared(Entry<ValidatorSettings> validator, Path key, Map<KeyOnChain, Spot> used) {
        String chainId = validator.value().chainId();
        Spot first = used.putIfAbsent(
                new KeyOnChain(chainId, key), validator.section().start());
        boolean shared =
                chains.stream().map(Entry::value).anyMatch(chain -> chain.id().equals(chainId) && chain.sharedKey());
        if (first != null && !shared) {
            validator
                    .section()
                    .problem(
                            ValidatorTable.CHAIN_ID,
                            KEY_NOT_SHARED,
                            "has the same key as the validator node at " + first
                                    + "; if both really are one validator, write shared_key = true under the [[chain]] "
                                    + chainId);
        }
    }
}
