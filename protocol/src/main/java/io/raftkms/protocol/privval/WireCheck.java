package io.raftkms.protocol.privval;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import io.raftkms.protocol.privval.UndecodableMessageException.Reason;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Refuses what decoders read differently. The Java decoder takes a known field of another wire type for an unknown one
 * and goes on with zero, where Go gives up; of a field that comes twice some decoders take the last, some merge both.
 * No node writes either, and a round that silently reads as 0 is no round. Allocates next to nothing, whatever the
 * number of unknown fields.
 */
final class WireCheck {
    private WireCheck() {}

    /**
     * @throws IOException if the bytes are not protobuf at all; not every such case is found
     */
    static void check(byte[] body, Descriptor type) throws IOException, UndecodableMessageException {
        check(CodedInputStream.newInstance(body), type);
    }

    private static void check(CodedInputStream in, Descriptor type) throws IOException, UndecodableMessageException {
        Set<Object> seen = new HashSet<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            if (field == null) {
                if (!in.skipField(tag)) {
                    throw malformed("group that ends without a beginning in " + type.getName());
                }
                continue;
            }
            if (WireFormat.getTagWireType(tag) != field.getLiteType().getWireType()) {
                throw malformed("field " + field.getName() + " of " + type.getName() + " has the wrong wire type");
            }
            if (!seen.add(field.getContainingOneof() == null ? field : field.getContainingOneof())) {
                throw malformed("field " + field.getName() + " of " + type.getName() + " is not the only one");
            }
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                int outerLimit = in.pushLimit(in.readRawVarint32());
                check(in, field.getMessageType());
                in.popLimit(outerLimit);
            } else {
                in.skipField(tag);
            }
        }
    }

    private static UndecodableMessageException malformed(String what) {
        return new UndecodableMessageException(Reason.MALFORMED, what);
    }
}
