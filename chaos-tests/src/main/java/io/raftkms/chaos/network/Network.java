package io.raftkms.chaos.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Routes between members that are processes of this machine. Each member is bound to an address of loopback of its own and
 * advertised at 127.0.0.1, where a proxy listens on the same port.
 */
public final class Network implements AutoCloseable {
    private record Way(String from, String to) {}

    private final Map<Way, Route> routes = new ConcurrentHashMap<>();
    private final Map<String, List<Proxy>> proxies = new ConcurrentHashMap<>();
    private final SocketOwners owners = new SocketOwners(Path.of("/proc"));
    private final Supplier<Map<String, Long>> processes;
    private final Random random;

    /**
     * @param processes numbers of the processes of all members that run, by name
     * @param random jitter
     */
    public Network(Supplier<Map<String, Long>> processes, Random random) {
        this.processes = processes;
        this.random = random;
    }

    /** The way from one to another; there is one for any two names. */
    public Route route(String from, String to) {
        return routes.computeIfAbsent(new Way(from, to), way -> new Route());
    }

    /**
     * Puts a proxy before a port of a member.
     *
     * @param bound where the member itself is bound
     */
    public void stand(String member, int port, InetAddress bound) throws IOException {
        Proxy proxy = new Proxy(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new InetSocketAddress(bound, port),
                accepted -> ways(member, accepted),
                random);
        proxies.computeIfAbsent(member, name -> new CopyOnWriteArrayList<>()).add(proxy);
    }

    /** Commands and others that are no members travel by routes that nothing befalls. */
    private Proxy.Ways ways(String member, Socket accepted) throws IOException {
        String dialler = owners.dialledFrom(accepted.getPort(), processes.get()).orElse("");
        return new Proxy.Ways(route(dialler, member), route(member, dialler));
    }

    /** Ends all connections between members by RST. */
    public void resetAll() {
        all().forEach(Proxy::resetAll);
    }

    /**
     * Nobody is at this place any more: its connections end, and who dials it is refused.
     *
     * @param byReset they end by RST, and otherwise by FIN, as those of a process that ended in order
     */
    public void leave(String name, boolean byReset) throws IOException {
        for (Proxy proxy : proxies.getOrDefault(name, List.of())) {
            proxy.leave(byReset);
        }
    }

    /** It is there again. Harmless if it was. */
    public void comeBack(String name) throws IOException {
        for (Proxy proxy : proxies.getOrDefault(name, List.of())) {
            proxy.comeBack();
        }
    }

    private List<Proxy> all() {
        return proxies.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public void close() throws IOException {
        for (Proxy proxy : all()) {
            proxy.close();
        }
    }
}
