package io.raftkms.signer.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.raftkms.protocol.privval.Delimited;
import io.raftkms.protocol.privval.DelimitedReader;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.privval.RequestCodec;
import java.util.List;

/** Bytes to requests, response bodies to bytes: length prefix, size limit, envelope. */
final class MessageCodec extends ChannelDuplexHandler {
    /** Largest request of any node version: 1 MiB of vote extension, two signatures, 1 KiB around them. */
    static final int MAX_REQUEST_BYTES = 1_056_218;

    private final DelimitedReader reader = new DelimitedReader(MAX_REQUEST_BYTES);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        byte[] received;
        try {
            received = ByteBufUtil.getBytes((ByteBuf) message);
        } finally {
            ReferenceCountUtil.release(message);
        }
        List<byte[]> bodies = bodies(received);
        if (bodies.size() > 1) {
            // The node cannot have seen an answer to the first of them.
            throw new ProtocolViolationException("a second request arrived before the answer to the first");
        }
        for (byte[] body : bodies) {
            ctx.fireChannelRead(request(body));
        }
    }

    private List<byte[]> bodies(byte[] received) throws ProtocolViolationException {
        try {
            return reader.feed(received);
        } catch (Exception bad) {
            throw new ProtocolViolationException("bad frame: " + bad.getMessage(), bad);
        }
    }

    private static PrivvalRequest request(byte[] body) throws ProtocolViolationException {
        try {
            return RequestCodec.decode(body);
        } catch (Exception bad) {
            throw new ProtocolViolationException("bad message: " + bad.getMessage(), bad);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object body, ChannelPromise promise) {
        ctx.write(Unpooled.wrappedBuffer(Delimited.frame((byte[]) body)), promise);
    }
}
