package io.raftkms.signer.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.raftkms.protocol.secretconnection.EphemeralKey;
import io.raftkms.protocol.secretconnection.SecretConnection;
import io.raftkms.signer.config.ValidatorAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Opens connections to one validator node. */
final class Dialer {
    private final LinkSettings settings;
    private final LinkTimings timings;
    private final Transport transport;
    private final Executor resolver;
    private final SecureRandom random;
    private int attempts;

    /**
     * @param resolver runs host name look-ups, which block
     * @param random source of ephemeral keys
     */
    Dialer(LinkSettings settings, LinkTimings timings, Transport transport, Executor resolver, SecureRandom random) {
        this.settings = settings;
        this.timings = timings;
        this.transport = transport;
        this.resolver = resolver;
        this.random = random;
    }

    /**
     * Connects; called on the event loop, and completes on it.
     *
     * @param requests the last handler of the new connection
     * @return the connected channel, or why there is none
     */
    CompletableFuture<Channel> dial(EventLoop loop, RequestHandler requests) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        timings.connect().toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        install(channel, requests);
                    }
                });
        if (settings.address() instanceof ValidatorAddress.Unix unix) {
            return connect(bootstrap, transport.unix(bootstrap, unix.path()));
        }
        ValidatorAddress.Tcp tcp = (ValidatorAddress.Tcp) settings.address();
        transport.commonTcp(bootstrap);
        return CompletableFuture.supplyAsync(() -> lookUp(tcp.host()), resolver)
                .thenComposeAsync(
                        addresses -> connect(bootstrap, new InetSocketAddress(next(addresses), tcp.port())), loop);
    }

    private void install(Channel channel, RequestHandler requests) {
        if (settings.address() instanceof ValidatorAddress.Tcp tcp) {
            SecretConnection connection =
                    new SecretConnection(settings.identity().orElseThrow(), EphemeralKey.generate(random));
            channel.pipeline().addLast(new HandshakeHandler(connection, tcp.pin()));
        }
        channel.pipeline().addLast(new MessageCodec()).addLast(requests);
    }

    private static CompletableFuture<Channel> connect(Bootstrap bootstrap, SocketAddress address) {
        CompletableFuture<Channel> connected = new CompletableFuture<>();
        bootstrap.connect(address).addListener((ChannelFuture attempt) -> {
            if (attempt.isSuccess()) {
                connected.complete(attempt.channel());
            } else {
                connected.completeExceptionally(attempt.cause());
            }
        });
        return connected;
    }

    private static InetAddress[] lookUp(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException unknown) {
            throw new CompletionException(unknown);
        }
    }

    /** Each attempt takes the next of a host's addresses: a dead one costs an attempt, not the link. */
    private InetAddress next(InetAddress[] addresses) {
        return addresses[Math.floorMod(attempts++, addresses.length)];
    }
}
