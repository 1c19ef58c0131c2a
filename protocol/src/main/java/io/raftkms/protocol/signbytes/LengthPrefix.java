package io.raftkms.protocol.signbytes;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The varint length in front of a canonical body: kept by all versions for old hardware signers, and signed. */
final class LengthPrefix {
    private LengthPrefix() {}

    static ByteString add(MessageLite message) {
        int size = message.getSerializedSize();
        byte[] bytes = new byte[CodedOutputStream.computeUInt32SizeNoTag(size) + size];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeUInt32NoTag(size);
            message.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to an array of the computed size", e);
        }
        out.checkNoSpaceLeft();
        return UnsafeByteOperations.unsafeWrap(bytes);
    }
}
