package io.raftkms.protocol.privval;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The outer frame of a message. {@link DelimitedReader} reads it. */
public final class Delimited {
    private Delimited() {}

    /** The varint length and the body in one array, to be sent in one write. */
    public static byte[] frame(byte[] body) {
        byte[] frame = new byte[CodedOutputStream.computeUInt32SizeNoTag(body.length) + body.length];
        CodedOutputStream out = CodedOutputStream.newInstance(frame);
        try {
            out.writeUInt32NoTag(body.length);
            out.writeRawBytes(body);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to an array of the computed size", e);
        }
        out.checkNoSpaceLeft();
        return frame;
    }
}
