package io.raftkms.chaos.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before one port of a member: whoever dials it is let through by the routes between the two. */
final class Proxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    /** The routes to the member and back, of one connection. */
    record Ways(Route there, Route back) {}

    /** Finds who dialled. */
    @FunctionalInterface
    interface Routing {
        Ways of(Socket accepted) throws IOException;
    }

    private final InetSocketAddress target;
    private final Routing routing;
    private final Random random;
    private final InetSocketAddress listen;
    private volatile ServerSocket listener;
    private volatile Thread acceptor;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    /** Connections end by FIN for as long as nobody is here. */
    private volatile boolean inOrder;

    Proxy(InetSocketAddress listen, InetSocketAddress target, Routing routing, Random random) throws IOException {
        this.target = target;
        this.routing = routing;
        this.random = random;
        ServerSocket bound = bind(listen);
        this.listen = new InetSocketAddress(listen.getAddress(), bound.getLocalPort());
        listener = bound;
        acceptFrom(bound);
    }

    private static ServerSocket bind(InetSocketAddress listen) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(listen);
        return socket;
    }

    private void acceptFrom(ServerSocket socket) {
        acceptor = new Thread(() -> accept(socket), "proxy-" + listen.getPort());
        acceptor.setDaemon(true);
        acceptor.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                // Each on its own: who dials into silence must hold up nobody else.
                Thread thread = new Thread(() -> connect(accepted), "proxy-connect");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket accepted) {
        Socket onwards = new Socket();
        open.add(accepted);
        open.add(onwards);
        Runnable broken = () -> {
            end(accepted);
            end(onwards);
        };
        AtomicInteger directions = new AtomicInteger(2);
        Runnable over = () -> {
            if (directions.decrementAndGet() == 0) {
                close(accepted);
                close(onwards);
            }
        };
        if (listener.isClosed()) {
            // It came in while this place was left.
            broken.run();
            return;
        }
        try {
            Ways ways = routing.of(accepted);
            ways.there().awaitPassage();
            accepted.setTcpNoDelay(true);
            onwards.setTcpNoDelay(true);
            onwards.connect(target, CONNECT_MILLIS);
            new Pipe(accepted, onwards, ways.there(), random, over, broken).start("to-" + target.getPort());
            new Pipe(onwards, accepted, ways.back(), random, over, broken).start("from-" + target.getPort());
        } catch (IOException nobodyThere) {
            broken.run();
        } catch (InterruptedException ended) {
            broken.run();
            Thread.currentThread().interrupt();
        }
    }

    /** The system listens for as long as a call of accept is under way, and that one ends after the close. */
    private void stopListening() throws IOException {
        listener.close();
        try {
            acceptor.join();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(Socket socket) {
        if (inOrder) {
            close(socket);
        } else {
            reset(socket);
        }
    }

    /** Ends every connection by RST, and goes on. */
    void resetAll() {
        open.forEach(this::reset);
    }

    /** Ends every connection, and refuses new ones. */
    void leave(boolean byReset) throws IOException {
        stopListening();
        // Before the first of them is closed: a pipe takes that for a break, and ends the other end.
        inOrder = !byReset;
        open.forEach(this::end);
    }

    /** Accepts again; harmless if it does. */
    void comeBack() throws IOException {
        if (listener.isClosed()) {
            inOrder = false;
            listener = bind(listen);
            acceptFrom(listener);
        }
    }

    private void reset(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException gone) {
            // Then it is over, which is all that is wanted.
        }
        close(socket);
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException gone) {
            // As above.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        resetAll();
    }
}
