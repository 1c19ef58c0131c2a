package io.raftkms.signer.admin;

import java.util.List;

/**
 * The last answers of all members' links, with ages that count from this report on: no clock is compared with another.
 *
 * @param members those that did not tell have no answers and no start
 */
public record AnswersReport(List<Member> members) {
    /**
     * @param start tells one start of the member from the next, null if it did not tell
     */
    public record Member(String name, String start, List<Answer> answers) {
        /** The same, so much later. */
        Member aged(long micros) {
            return new Member(
                    name,
                    start,
                    answers.stream()
                            .map(one ->
                                    new Answer(one.number(), one.ageMicros() + micros, one.tookMicros(), one.signed()))
                            .toList());
        }
    }

    /**
     * One answer to a vote or proposal.
     *
     * @param number counts the member's answers since its start, from 1
     * @param ageMicros how long ago it was given
     * @param tookMicros from the whole request on
     * @param signed false where the link was left without an answer
     */
    public record Answer(long number, long ageMicros, long tookMicros, boolean signed) {}
}
