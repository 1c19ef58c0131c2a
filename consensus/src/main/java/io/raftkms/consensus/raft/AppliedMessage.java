package io.raftkms.consensus.raft;

import io.raftkms.consensus.ledger.Answer;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/**
 * An answer on its way from apply to the submitter in the same process, as it is: Ratis hands replies on by reference.
 * Its content is empty, so nothing of the ledger leaves through Ratis' own client protocol.
 */
record AppliedMessage(Answer answer, long term, long index) implements Message {
    @Override
    public ByteString getContent() {
        return ByteString.EMPTY;
    }
}
