package io.raftkms.signer.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.raftkms.protocol.secretconnection.Inbound;
import io.raftkms.protocol.secretconnection.NodeId;
import io.raftkms.protocol.secretconnection.SecretConnection;
import io.raftkms.protocol.secretconnection.SecretConnectionException;
import java.util.Optional;

/**
 * Secret Connection of a tcp link: handshake first, then sealed frames both ways. Waits for the node's half without a
 * limit: a node that has another signer leaves this connection in its accept queue for as long as that one lives.
 */
final class HandshakeHandler extends ChannelDuplexHandler {
    /** The node's first bytes arrived: it took this connection from its accept queue. */
    record Begun() {}

    /**
     * The handshake is complete.
     *
     * @param peer the node's id
     */
    record Established(NodeId peer) {}

    private final SecretConnection connection;
    private final Optional<NodeId> pin;
    private boolean begun;
    private boolean established;

    HandshakeHandler(SecretConnection connection, Optional<NodeId> pin) {
        this.connection = connection;
        this.pin = pin;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(connection.open()));
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        byte[] received = take((ByteBuf) message);
        if (!begun) {
            begun = true;
            ctx.fireUserEventTriggered(new Begun());
        }
        Inbound inbound;
        try {
            inbound = connection.receive(received);
        } catch (SecretConnectionException broken) {
            throw new ProtocolViolationException("Secret Connection: " + broken.getMessage(), broken);
        }
        if (inbound.toSend().length > 0) {
            ctx.writeAndFlush(Unpooled.wrappedBuffer(inbound.toSend()));
        }
        if (!established && connection.established()) {
            established = true;
            admitPeer(ctx);
        }
        if (inbound.plaintext().length > 0) {
            ctx.fireChannelRead(Unpooled.wrappedBuffer(inbound.plaintext()));
        }
    }

    private void admitPeer(ChannelHandlerContext ctx) throws WrongNodeException {
        NodeId peer = connection.peerId();
        if (pin.isPresent() && !pin.get().equals(peer)) {
            throw new WrongNodeException(pin.get(), peer);
        }
        ctx.fireUserEventTriggered(new Established(peer));
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        ctx.write(Unpooled.wrappedBuffer(connection.seal(take((ByteBuf) message))), promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.destroy();
        ctx.fireChannelInactive();
    }

    private static byte[] take(ByteBuf buffer) {
        try {
            return ByteBufUtil.getBytes(buffer);
        } finally {
            buffer.release();
        }
    }
}
