package io.raftkms.protocol.privval;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.Parser;
import io.raftkms.protocol.privval.UndecodableMessageException.Reason;
import io.raftkms.protocol.privval.wire.PrivvalWire;
import io.raftkms.protocol.privval.wire.PrivvalWire.Message.SumCase;
import java.io.IOException;

/** The outermost message: from bytes to a member of its oneof. */
final class Envelope {
    private static final Parser<PrivvalWire.Message> PARSER =
            DiscardUnknownFieldsParser.wrap(PrivvalWire.Message.parser());

    private Envelope() {}

    /**
     * @return an envelope with a member
     */
    static PrivvalWire.Message read(byte[] body) throws UndecodableMessageException {
        if (body.length == 0) {
            throw new UndecodableMessageException(Reason.EMPTY, "message without a byte");
        }
        PrivvalWire.Message envelope;
        try {
            WireCheck.check(body, PrivvalWire.Message.getDescriptor());
            envelope = PARSER.parseFrom(body);
        } catch (IOException e) {
            throw new UndecodableMessageException(
                    Reason.MALFORMED, "message of " + body.length + " bytes is not protobuf: " + e.getMessage(), e);
        }
        if (envelope.getSumCase() == SumCase.SUM_NOT_SET) {
            throw new UndecodableMessageException(
                    Reason.UNKNOWN_MESSAGE, "message of " + body.length + " bytes with none of the known members");
        }
        return envelope;
    }

    static UndecodableMessageException wrongDirection(PrivvalWire.Message envelope, String expected) {
        return new UndecodableMessageException(
                Reason.WRONG_DIRECTION, envelope.getSumCase() + " where a " + expected + " is expected");
    }
}
