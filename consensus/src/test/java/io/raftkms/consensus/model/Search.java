package io.raftkms.consensus.model;

import io.raftkms.consensus.model.Explored.CounterExample;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Every reachable state, breadth first: what it finds is a shortest way to a broken promise. Members are not told apart,
 * so a state is stored for all states that are the same but for the members' names; the trace is told with names.
 */
final class Search<S> {
    private final Spec<S> spec;
    private final int mostStates;
    private final StateStore store = new StateStore();
    private final Bytes encoded = new Bytes();
    private long steps;
    private String broken;
    private int brokenFrom;

    /**
     * @param mostStates after which the search gives up
     */
    Search(Spec<S> spec, int mostStates) {
        this.spec = spec;
        this.mostStates = mostStates;
    }

    Explored run() {
        long began = processorNanos();
        spec.encode(spec.initial(), encoded);
        store.add(encoded, -1);
        int depth = 0;
        int from = 0;
        while (broken == null && store.size() <= mostStates) {
            int end = store.size();
            for (int i = from; i < end && broken == null; i++) {
                int state = i;
                spec.steps(spec.decode(store.get(i)), (words, next) -> take(state, next));
            }
            from = end;
            if (store.size() == end && broken == null) {
                break;
            }
            depth++;
        }
        Optional<CounterExample> example =
                broken == null ? Optional.empty() : Optional.of(new CounterExample(broken, trace()));
        boolean complete = broken == null && from == store.size();
        long millis = (processorNanos() - began) / 1_000_000;
        return new Explored(store.size(), steps, depth, complete, millis, example);
    }

    /** Of this thread: how long it waited for others on the machine says nothing of the search. */
    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void take(int from, S next) {
        steps++;
        if (broken != null) {
            return;
        }
        Optional<String> promise = spec.broken(next);
        if (promise.isPresent()) {
            broken = promise.get();
            brokenFrom = from;
            return;
        }
        spec.encode(next, encoded);
        store.add(encoded, from);
    }

    /** Goes the way again with named members, choosing at each step the one that leads to the state stored. */
    private List<String> trace() {
        Deque<byte[]> way = new ArrayDeque<>();
        for (int state = brokenFrom; state > 0; state = store.parent(state)) {
            way.push(store.get(state));
        }
        List<String> words = new ArrayList<>();
        S now = spec.initial();
        for (byte[] wanted : way) {
            now = step(now, next -> isEncoded(next, wanted), words);
        }
        step(now, next -> spec.broken(next).isPresent(), words);
        return words;
    }

    private boolean isEncoded(S state, byte[] wanted) {
        spec.encode(state, encoded);
        return encoded.holds(wanted);
    }

    private S step(S from, Predicate<S> wanted, List<String> told) {
        List<S> found = new ArrayList<>(1);
        spec.steps(from, (Supplier<String> words, S next) -> {
            if (found.isEmpty() && wanted.test(next)) {
                found.add(next);
                told.add(words.get());
            }
        });
        return found.get(0);
    }
}
