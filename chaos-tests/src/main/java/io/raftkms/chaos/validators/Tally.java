package io.raftkms.chaos.validators;

/** How often what became of a node's requests. */
public record Tally(long signed, long refused, long lost) {
    static final Tally NONE = new Tally(0, 0, 0);

    /** Of both together. */
    public Tally and(Tally other) {
        return new Tally(signed + other.signed, refused + other.refused, lost + other.lost);
    }

    Tally and(Answer answer) {
        if (answer instanceof Answer.Signed) {
            return new Tally(signed + 1, refused, lost);
        }
        return answer instanceof Answer.Refused
                ? new Tally(signed, refused + 1, lost)
                : new Tally(signed, refused, lost + 1);
    }
}
