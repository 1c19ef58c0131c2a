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
import io.raftkms.protocol.privval.MessageLengthException;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.privval.RequestCodec;
import io.raftkms.protocol.privval.RequestLimits;
import io.raftkms.protocol.privval.UndecodableMessageException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Bytes to requests, response bodies to bytes: length prefix, size limit, envelope. */
final class MessageCodec extends ChannelDuplexHandler {
    private final DelimitedReader reader = new DelimitedReader(RequestLimits.MAX_MESSAGE_BYTES);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        byte[] received;
        try {
            received = ByteBufUtil.getBytes((ByteBuf) message);
        } finally {
            ReferenceCountUtil.release(message);
        }
        ByteBuffer input = ByteBuffer.wrap(received);
        Optional<byte[]> body = next(input);
        if (body.isPresent() && input.hasRemaining()) {
            // The node cannot have seen the answer to this one.
            throw new ProtocolViolationException("a second request arrived before the answer to the first");
        }
        if (body.isPresent()) {
            ctx.fireChannelRead(request(body.get()));
        }
    }

    private Optional<byte[]> next(ByteBuffer input) throws ProtocolViolationException {
        try {
            return reader.read(input);
        } catch (MessageLengthException bad) {
            throw new ProtocolViolationException("bad frame: " + bad.getMessage(), bad);
        }
    }

    private static PrivvalRequest request(byte[] body) throws ProtocolViolationException {
        try {
            return RequestCodec.decode(body);
        } catch (UndecodableMessageException bad) {
            throw new ProtocolViolationException("bad message: " + bad.getMessage(), bad);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object body, ChannelPromise promise) {
        ctx.write(Unpooled.wrappedBuffer(Delimited.frame((byte[]) body)), promise);
    }
}
