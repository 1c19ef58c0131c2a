package io.raftkms.signer.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import jdk.net.ExtendedSocketOptions;

/** Which of Netty's transports carries the links, and the socket options that go with it. */
enum Transport {
    /** Linux: also has TCP_USER_TIMEOUT, which bounds how long an unanswered segment keeps a connection. */
    EPOLL {
        @Override
        IoHandlerFactory ioHandlerFactory() {
            return EpollIoHandler.newFactory();
        }

        @Override
        void tcp(Bootstrap bootstrap) {
            bootstrap
                    .channel(EpollSocketChannel.class)
                    .option(EpollChannelOption.TCP_KEEPIDLE, KEEP_IDLE_SECONDS)
                    .option(EpollChannelOption.TCP_KEEPINTVL, KEEP_INTERVAL_SECONDS)
                    .option(EpollChannelOption.TCP_KEEPCNT, KEEP_PROBES)
                    .option(EpollChannelOption.TCP_USER_TIMEOUT, USER_TIMEOUT_MILLIS);
        }

        @Override
        SocketAddress unix(Bootstrap bootstrap, Path path) {
            bootstrap.channel(EpollDomainSocketChannel.class);
            return new DomainSocketAddress(path.toString());
        }
    },

    /** Everywhere else. */
    NIO {
        @Override
        IoHandlerFactory ioHandlerFactory() {
            return NioIoHandler.newFactory();
        }

        @Override
        void tcp(Bootstrap bootstrap) {
            bootstrap
                    .channel(NioSocketChannel.class)
                    .option(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), KEEP_IDLE_SECONDS)
                    .option(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), KEEP_INTERVAL_SECONDS)
                    .option(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), KEEP_PROBES);
        }

        @Override
        SocketAddress unix(Bootstrap bootstrap, Path path) {
            bootstrap.channel(NioDomainSocketChannel.class);
            return UnixDomainSocketAddress.of(path);
        }
    };

    /** Parked links are silent by nature; keep-alive is what finds a dead host behind them. */
    private static final int KEEP_IDLE_SECONDS = 5;

    private static final int KEEP_INTERVAL_SECONDS = 2;
    private static final int KEEP_PROBES = 3;
    private static final int USER_TIMEOUT_MILLIS = 10_000;

    abstract IoHandlerFactory ioHandlerFactory();

    /** Channel type and options of this transport for tcp. */
    abstract void tcp(Bootstrap bootstrap);

    /** Channel type for a unix socket, and the address of the path in its terms. */
    abstract SocketAddress unix(Bootstrap bootstrap, Path path);

    /** Options that every tcp link has. */
    void commonTcp(Bootstrap bootstrap) {
        bootstrap
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.SO_LINGER, 0);
        tcp(bootstrap);
    }

    /** The best that this machine has. */
    static Transport available() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }
}
