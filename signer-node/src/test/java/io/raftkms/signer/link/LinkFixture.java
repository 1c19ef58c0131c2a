package io.raftkms.signer.link;

import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.secretconnection.IdentityKey;
import io.raftkms.protocol.secretconnection.NodeId;
import io.raftkms.signer.config.LinkMode;
import io.raftkms.signer.config.ValidatorAddress;
import io.raftkms.signer.simulator.AcceptGeneration;
import io.raftkms.signer.simulator.NodeSettings;
import io.raftkms.signer.simulator.NodeTimings;
import io.raftkms.signer.simulator.Observer;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** One member's links to simulated nodes, with short times; closes what it made. */
public final class LinkFixture implements AutoCloseable {
    public static final LinkTimings TIMINGS = new LinkTimings(
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofMillis(150),
            Duration.ofSeconds(2),
            Duration.ofMillis(20));
    public static final NodeTimings NODE_TIMINGS = new NodeTimings(
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            50,
            Duration.ofMillis(10));

    public final InMemorySignatures signatures = new InMemorySignatures();
    public final SettableLeader leader = new SettableLeader();
    public final Events events = new Events();
    private final SecureRandom random = new SecureRandom();
    private final List<SimulatedValidator> nodes = new ArrayList<>();
    private final List<ValidatorLinks> members = new ArrayList<>();

    /** What the links told. */
    public static final class Events implements LinkEvents {
        public final List<LinkState> states = new CopyOnWriteArrayList<>();
        public final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
        public final List<Ending> endings = new CopyOnWriteArrayList<>();

        @Override
        public void stateChanged(LinkId link, LinkState from, LinkState to) {
            states.add(to);
        }

        @Override
        public void answered(LinkId link, PrivvalRequest request, Outcome outcome, String detail, Duration took) {
            outcomes.add(outcome);
        }

        @Override
        public void ended(LinkId link, Ending ending, String reason) {
            endings.add(ending);
        }
    }

    public static NodeSettings tcp(String name) {
        return settings(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public static NodeSettings settings(String name, SocketAddress listen) {
        return NodeSettings.stock(name, listen, Requests.CHAIN).withTimings(NODE_TIMINGS);
    }

    public SimulatedValidator node(NodeSettings settings) throws IOException {
        return node(settings, Observer.none());
    }

    /** A node that listens, without a request yet. */
    public SimulatedValidator node(NodeSettings settings, Observer observer) throws IOException {
        SimulatedValidator node = new SimulatedValidator(settings, observer, random, Clock.systemUTC());
        node.listen(Duration.ZERO);
        nodes.add(node);
        return node;
    }

    public SimulatedValidator node(AcceptGeneration generation) throws IOException {
        return node(tcp("node").withGeneration(generation));
    }

    /** Links of one more member, started. */
    public ValidatorLinks member(LinkMode mode, SimulatedValidator... validators) {
        return member(Transport.available(), signatures, mode, validators);
    }

    ValidatorLinks member(
            Transport transport, InMemorySignatures service, LinkMode mode, SimulatedValidator... validators) {
        List<LinkSettings> links = new ArrayList<>();
        for (SimulatedValidator validator : validators) {
            links.add(link(validator.name(), address(validator.address(), Optional.empty()), mode));
        }
        return member(transport, service, links);
    }

    ValidatorLinks member(Transport transport, InMemorySignatures service, List<LinkSettings> links) {
        LinkCollaborators collaborators = new LinkCollaborators(TIMINGS, service, leader, events, Clock.systemUTC());
        ValidatorLinks member = new ValidatorLinks(links, collaborators, random, transport);
        members.add(member);
        member.start();
        return member;
    }

    public LinkSettings link(String name, ValidatorAddress address, LinkMode mode) {
        return new LinkSettings(
                name, address, Requests.CHAIN, OptionalLong.empty(), Optional.of(IdentityKey.generate(random)), mode);
    }

    public static ValidatorAddress address(SocketAddress listen, Optional<NodeId> pin) {
        if (listen instanceof UnixDomainSocketAddress unix) {
            return new ValidatorAddress.Unix(unix.getPath());
        }
        InetSocketAddress tcp = (InetSocketAddress) listen;
        return new ValidatorAddress.Tcp(pin, tcp.getAddress().getHostAddress(), tcp.getPort());
    }

    @Override
    public void close() throws IOException {
        members.forEach(ValidatorLinks::close);
        for (SimulatedValidator node : nodes) {
            node.close();
        }
    }
}
