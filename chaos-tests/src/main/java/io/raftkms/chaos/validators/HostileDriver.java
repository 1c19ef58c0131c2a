package io.raftkms.chaos.validators;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * A node of the same key that wants what no signer may give: two signatures for one place, one for what is over or far
 * ahead, one for an extension alone or for raw bytes. It also sends what is no request at all.
 */
public final class HostileDriver extends Driver {
    private final HostileRequests requests;
    private final Heights heights;
    private final Random random;
    private final Map<Attack, Made> made = new EnumMap<>(Attack.class);

    public HostileDriver(
            ValidatorNode node,
            String chainId,
            int requestsPerSecond,
            Heights heights,
            LongSupplier clockNanos,
            Random random) {
        super(node, requestsPerSecond);
        requests = new HostileRequests(chainId, clockNanos, random);
        this.heights = heights;
        this.random = random;
    }

    @Override
    void step() throws IOException, InterruptedException {
        Attack[] all = Attack.values();
        carryOut(all[random.nextInt(all.length)]);
    }

    void carryOut(Attack attack) throws IOException, InterruptedException {
        Tally answers = Tally.NONE;
        for (HostileRequests.Move move : requests.of(attack, Math.max(1, heights.highest()))) {
            if (move instanceof HostileRequests.Move.Ask request) {
                Answer answer = ask(request.asked());
                if (attack.isRefusedAlways() && answer instanceof Answer.Signed) {
                    node().fault(word(attack) + " was signed: "
                            + request.asked().message().position());
                }
                answers = answers.and(answer);
            } else if (move instanceof HostileRequests.Move.AskRaw request) {
                answers = answers.and(count(node().askRaw(request.framed())));
            } else if (move instanceof HostileRequests.Move.Noise noise) {
                send(noise.bytes());
            }
        }
        note(attack, answers);
    }

    private void send(byte[] bytes) throws IOException, InterruptedException {
        try {
            node().endsOn(bytes);
        } catch (IOException nobodyThere) {
            // Whoever is hostile does not mind.
        }
    }

    private void note(Attack attack, Tally answers) {
        synchronized (made) {
            made.put(attack, made.getOrDefault(attack, Made.NEVER).once(answers));
        }
    }

    /** A line for each attack: how often it was made, and what it got. */
    public List<String> attacks() {
        synchronized (made) {
            return made.entrySet().stream()
                    .map(attack -> word(attack.getKey()) + ": " + attack.getValue())
                    .toList();
        }
    }

    private static String word(Attack attack) {
        return attack.name().toLowerCase(Locale.ROOT);
    }
}
