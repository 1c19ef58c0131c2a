package io.raftkms.chaos.validators;

import java.util.Locale;

/**
 * How often an attack was made, and what became of its requests. What is no request has no answer.
 *
 * @param times tried, also while nobody was there to hear it
 */
record Made(long times, Tally answers) {
    static final Made NEVER = new Made(0, Tally.NONE);

    Made once(Tally more) {
        return new Made(times + 1, answers.and(more));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d times, signed %d, refused %d, lost %d",
                times,
                answers.signed(),
                answers.refused(),
                answers.lost());
    }
}
