package io.raftkms.chaos.validators;

import io.raftkms.chaos.wire.Block;
import io.raftkms.chaos.wire.Canonical;
import io.raftkms.chaos.wire.Position;
import io.raftkms.chaos.wire.PrivvalMessage;
import io.raftkms.chaos.wire.PrivvalWriting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;

/** What each attack sends, one after the other. */
final class HostileRequests {
    /** What goes out at once, before anything is heard. */
    sealed interface Move {
        /** A request for a signature. */
        record Ask(PrivvalMessage.Asked asked) implements Move {}

        /** A request for a signature over raw bytes, framed. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record AskRaw(byte[] framed) implements Move {}

        /** No request. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Noise(byte[] bytes) implements Move {}
    }

    private static final long FAR = 10_000_000;
    private static final int OLDEST = 200;
    private static final int GARBAGE = 300;
    private static final int ROUNDS = 3;
    private static final String EXTENSION = "657874656e73696f6e";

    private final String chainId;
    private final Requests requests;
    private final LongSupplier clockNanos;
    private final Random random;

    HostileRequests(String chainId, LongSupplier clockNanos, Random random) {
        this.chainId = chainId;
        requests = new Requests(chainId);
        this.clockNanos = clockNanos;
        this.random = random;
    }

    /**
     * What an attack is, here and now.
     *
     * @param height where honest nodes are
     */
    List<Move> of(Attack attack, long height) {
        Position now = new Position(height, 0, 1 + random.nextInt(Position.PRECOMMIT));
        return switch (attack) {
            case OTHER_BLOCK -> List.of(ask(now, 1 + random.nextInt(2)));
            case NIL -> List.of(ask(new Position(height, 0, Position.PRECOMMIT), Block.NIL));
            case OTHER_TIME -> List.of(ask(now, 0));
            case NEXT_STEP -> List.of(ask(new Position(height, 1, now.step()), 0));
            case NEXT_HEIGHT -> {
                Position next = new Position(height + 1, 0, now.step());
                yield List.of(ask(next, 0), ask(next, 1));
            }
            case NEIGHBOURS -> neighbours(now);
            case OTHER_POL_ROUND -> otherPolRounds(height);
            case OLDER -> {
                long old = Math.max(1, height - 1 - random.nextInt(OLDEST));
                yield List.of(ask(new Position(old, 0, now.step()), random.nextInt(2)));
            }
            case FAR_FUTURE -> List.of(ask(new Position(height + FAR, 0, now.step()), agreed(now)));
            case IMPOSSIBLE -> List.of(impossible(now));
            case OTHER_CHAIN -> List.of(new Move.Ask(new Requests(chainId + "x").at(now, agreed(now), time())));
            case EXTENSION_ON_PREVOTE -> {
                Position prevote = new Position(height, 0, Position.PREVOTE);
                yield List.of(extended(prevote, random.nextBoolean() ? agreed(now) : Block.NIL));
            }
            case EXTENSION_ON_NIL -> List.of(extended(new Position(height, 0, Position.PRECOMMIT), Block.NIL));
            case RAW_BYTES -> List.of(raw(now));
            case GARBAGE -> List.of(new Move.Noise(randomBytes(GARBAGE)));
            case CUT_OFF -> List.of(new Move.Noise(cutOff(now)));
        };
    }

    private List<Move> neighbours(Position now) {
        List<Position> places = new ArrayList<>();
        for (int step = Position.PROPOSAL; step <= Position.PRECOMMIT; step++) {
            places.add(new Position(now.height(), 0, step));
        }
        places.add(new Position(now.height(), 1, now.step()));
        places.add(new Position(Math.max(1, now.height() - 1), 0, now.step()));
        places.add(new Position(now.height() + 1, 0, now.step()));
        Collections.shuffle(places, random);
        return places.stream().map(place -> ask(place, 1)).toList();
    }

    /** A POL round is below its round, so this is about a later one. */
    private List<Move> otherPolRounds(long height) {
        int round = 1 + random.nextInt(ROUNDS);
        PrivvalMessage.Asked one =
                requests.at(new Position(height, round, Position.PROPOSAL), requests.block(height, round, 0), time());
        List<Long> polRounds = new ArrayList<>(List.of(-1L, (long) random.nextInt(round)));
        Collections.shuffle(polRounds, random);
        return polRounds.stream()
                .<Move>map(polRound -> new Move.Ask(withPolRound(one, polRound)))
                .toList();
    }

    private static PrivvalMessage.Asked withPolRound(PrivvalMessage.Asked asked, long polRound) {
        Canonical.Proposal made = (Canonical.Proposal) asked.message();
        Canonical.Proposal other = new Canonical.Proposal(
                made.height(), made.round(), polRound, made.block(), made.timestamp(), made.chainId());
        return new PrivvalMessage.Asked(asked.kind(), other, Optional.empty());
    }

    private Move impossible(Position now) {
        return switch (random.nextInt(4)) {
            case 0 -> ask(new Position(0, 0, now.step()), agreed(now));
            case 1 -> ask(new Position(-now.height(), 0, now.step()), agreed(now));
            case 2 -> ask(new Position(now.height(), -1, now.step()), agreed(now));
            default ->
                new Move.Ask(withPolRound(
                        requests.at(new Position(now.height(), 1, Position.PROPOSAL), agreed(now), time()), 1));
        };
    }

    /** A vote that brings an extension, whatever it is for. */
    private Move extended(Position at, Block block) {
        PrivvalMessage.Asked plain = requests.at(at, block, time());
        return new Move.Ask(new PrivvalMessage.Asked(
                plain.kind(),
                plain.message(),
                Optional.of(new Canonical.Extension(EXTENSION, at.height(), at.round(), chainId))));
    }

    private Move raw(Position now) {
        PrivvalMessage.Asked precommit = requests.at(
                new Position(now.height(), 0, Position.PRECOMMIT), requests.block(now.height(), 0, 1), time());
        byte[] value = switch (random.nextInt(4)) {
            case 0 -> precommit.message().signBytes();
            case 1 -> precommit.extension().orElseThrow().signBytes();
            case 2 ->
                requests.at(new Position(now.height() + 1, 0, Position.PROPOSAL), agreed(now), time())
                        .message()
                        .signBytes();
            default -> randomBytes(GARBAGE);
        };
        return new Move.AskRaw(
                random.nextBoolean()
                        ? PrivvalWriting.rawRequest(value)
                        : PrivvalWriting.rawRequest(chainId, value, "compactBlock"));
    }

    /** More is waited for. */
    private byte[] cutOff(Position at) {
        byte[] whole = PrivvalWriting.signRequest(requests.at(at, agreed(at), time()));
        return Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));
    }

    private Move ask(Position at, int variant) {
        return ask(at, requests.block(at.height(), at.round(), variant));
    }

    private Move ask(Position at, Block block) {
        return new Move.Ask(requests.at(at, block, time()));
    }

    private Block agreed(Position at) {
        return requests.block(at.height(), 0, 0);
    }

    private byte[] randomBytes(int most) {
        byte[] bytes = new byte[1 + random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    private long time() {
        return clockNanos.getAsLong();
    }
}
