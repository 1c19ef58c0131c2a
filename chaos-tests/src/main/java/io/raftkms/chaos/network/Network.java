package io.raftkms.chaos.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Routes between members that dial each other through proxies of this machine. Members that are its processes are bound
 * each to an address of loopback of its own and advertised at 127.0.0.1, where a proxy listens on the same port.
 */
public final class Network implements AutoCloseable {
    /** Finds out who is at the other end of a connection; nobody for commands and others that are no members. */
    @FunctionalInterface
    public interface Diallers {
        Optional<String> of(Socket accepted) throws IOException;
    }

    private record Way(String from, String to) {}

    private final Map<Way, Route> routes = new ConcurrentHashMap<>();
    private final Map<String, List<Proxy>> proxies = new ConcurrentHashMap<>();
    private final Diallers diallers;
    private final Random random;

    /**
     * @param processes numbers of the processes of all members that run, by name
     * @param random jitter
     */
    public Network(Supplier<Map<String, Long>> processes, Random random) {
        this(byProcess(processes), random);
    }

    private Network(Diallers diallers, Random random) {
        this.diallers = diallers;
        this.random = random;
    }

    /** Of members that are told apart otherwise than by process. */
    public static Network among(Diallers diallers, Random random) {
        return new Network(diallers, random);
    }

    private static Diallers byProcess(Supplier<Map<String, Long>> processes) {
        SocketOwners owners = new SocketOwners(Path.of("/proc"));
        return accepted -> owners.dialledFrom(accepted.getPort(), processes.get());
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
        stand(
                member,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new InetSocketAddress(bound, port));
    }

    /**
     * Puts a proxy somewhere.
     *
     * @param listen where others dial the member
     * @param target where it is
     */
    public void stand(String member, InetSocketAddress listen, InetSocketAddress target) throws IOException {
        Proxy proxy = new Proxy(listen, target, accepted -> ways(member, accepted), random);
        proxies.computeIfAbsent(member, name -> new CopyOnWriteArrayList<>()).add(proxy);
    }

    /** Commands and others that are no members travel by routes that nothing befalls. */
    private Proxy.Ways ways(String member, Socket accepted) throws IOException {
        String dialler = diallers.of(accepted).orElse("");
        return new Proxy.Ways(route(dialler, member), route(member, dialler));
    }

    /** Ends all connections, between members and to validator nodes, by RST. */
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
