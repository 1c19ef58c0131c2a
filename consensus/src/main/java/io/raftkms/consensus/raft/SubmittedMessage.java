package io.raftkms.consensus.raft;

import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/** An entry on its way into the log, which remembers whether it may have got there. */
final class SubmittedMessage implements Message {
    private final ByteString entry;
    private volatile boolean appending;

    SubmittedMessage(byte[] entry) {
        this.entry = UnsafeByteOperations.unsafeWrap(entry);
    }

    @Override
    public ByteString getContent() {
        return entry;
    }

    /** From here on the entry may be in the log, whatever is reported. */
    void markAppending() {
        appending = true;
    }

    boolean mayBeAppended() {
        return appending;
    }

    @Override
    public String toString() {
        return "entry of " + entry.size() + " bytes";
    }
}
