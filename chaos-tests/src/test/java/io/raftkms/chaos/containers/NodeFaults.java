package io.raftkms.chaos.containers;

import io.raftkms.chaos.nemesis.Nemesis;
import io.raftkms.chaos.nemesis.Stage;
import io.raftkms.chaos.nemesis.Victim;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What befalls the validator node of the first chain, and connections that nobody finishes. */
final class NodeFaults {
    private static final int BACKLOG = 50;
    private static final int STRANGERS = 60;
    private static final int CONNECT_MILLIS = 2_000;
    /** Of the 34 bytes with which a secret connection begins. */
    private static final byte[] HALF_A_GREETING = {0x22, 0x0a, 0x20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
    /** The head of a TLS record, and nothing of the record. */
    private static final byte[] HALF_A_HELLO = {0x16, 0x03, 0x01, 0x02, 0x00, 0x01};

    private final ContainerCluster cluster;
    private final Nodes nodes;
    private final int rate;

    NodeFaults(ContainerCluster cluster, Nodes nodes, int rate) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.rate = rate;
    }

    List<Word> words() {
        return List.of(
                new Word("NODE_ENDS", (stage, victim) -> new NodeEnds()),
                new Word("NODE_HANGS", (stage, victim) -> new Impostor(false)),
                new Word("NODE_STAMMERS", (stage, victim) -> new Impostor(true)),
                new Word("STRANGERS", Strangers::new));
    }

    /** Its process is gone, and comes back. */
    private final class NodeEnds implements Nemesis {
        @Override
        public String begin() throws IOException {
            nodes.endFirst();
            return Nodes.HONEST;
        }

        @Override
        public void heal() throws IOException {
            nodes.startFirst(rate);
        }
    }

    /** In the node's place is a socket that greets nobody, or one that greets by halves and then hangs up, each time otherwise. */
    private final class Impostor implements Nemesis {
        private final boolean stammers;
        private ServerSocket socket;
        private Optional<Thread> stammerer = Optional.empty();

        Impostor(boolean stammers) {
            this.stammers = stammers;
        }

        @Override
        public String begin() throws IOException {
            nodes.endFirst();
            InetSocketAddress place = nodes.listen(0);
            ServerSocket impostor = new ServerSocket(place.getPort(), BACKLOG, place.getAddress());
            socket = impostor;
            if (stammers) {
                Thread thread = new Thread(() -> stammer(impostor), "stammer");
                thread.setDaemon(true);
                thread.start();
                stammerer = Optional.of(thread);
            }
            return Nodes.HONEST;
        }

        private static void stammer(ServerSocket socket) {
            boolean reset = false;
            while (!socket.isClosed()) {
                try (Socket member = socket.accept()) {
                    member.getOutputStream().write(HALF_A_GREETING);
                    if (reset) {
                        member.setSoLinger(true, 0);
                    }
                    reset = !reset;
                } catch (IOException over) {
                    // It hung up first, or this is the end.
                }
            }
        }

        @Override
        public void heal() throws IOException, InterruptedException {
            if (socket != null) {
                socket.close();
                socket = null;
                // For as long as a call of accept is under way the system listens.
                if (stammerer.isPresent()) {
                    stammerer.get().join();
                }
                nodes.startFirst(rate);
            }
        }
    }

    /** Connections to a member's ports that say half of a word and stay. */
    private final class Strangers implements Nemesis {
        private final Stage stage;
        private final Victim victim;
        private final List<Socket> sockets = new ArrayList<>();

        Strangers(Stage stage, Victim victim) {
            this.stage = stage;
            this.victim = victim;
        }

        @Override
        public String begin() throws IOException, InterruptedException {
            List<String> members = victim.choose(stage.cluster(), stage.random());
            for (String member : members) {
                try {
                    call(member);
                } catch (IOException nobodyHome) {
                    // Another fault took it away, or keeps it from accepting.
                    if (cluster.isAtWork(member)) {
                        throw nobodyHome;
                    }
                }
            }
            return String.join(" ", members);
        }

        private void call(String member) throws IOException {
            for (int i = 0; i < STRANGERS; i++) {
                Socket socket = new Socket();
                sockets.add(socket);
                int port = cluster.homes().raftPort(member) + i % 2;
                socket.connect(new InetSocketAddress(cluster.bridge().address(member), port), CONNECT_MILLIS);
                socket.getOutputStream().write(HALF_A_HELLO, 0, i % HALF_A_HELLO.length);
            }
        }

        @Override
        public void heal() throws IOException {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
