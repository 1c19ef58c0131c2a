package io.raftkms.chaos.interop;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.raftkms.chaos.cluster.ChildProcess;
import io.raftkms.chaos.cluster.ConsensusKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Home of a node that is its chain's only validator, with the kvstore application inside and ports of its own.
 *
 * @param rpcPort on loopback
 */
record NodeHome(Path binary, Path directory, int rpcPort) {
    private static final Duration INIT = Duration.ofSeconds(30);
    private static final String COMMIT_PAUSE = "\"100ms\"";

    /**
     * @param signer value of priv_validator_laddr; empty for the node's own key file
     * @param extensions section of the genesis that switches vote extensions on from the first block; empty for none
     */
    static NodeHome create(
            Path binary, Path directory, String chainId, String signer, String extensions, int rpcPort, int p2pPort)
            throws IOException, InterruptedException {
        NodeHome home = new NodeHome(binary, directory, rpcPort);
        Path log = directory.resolveSibling("node-init.log");
        try (ChildProcess init =
                ChildProcess.start("init", List.of(binary.toString(), "init", "--home", directory.toString()), log)) {
            if (init.awaitExit(INIT) != 0) {
                throw new IllegalStateException(binary + " init failed:\n" + init.logTail(20));
            }
        }
        home.configure(Map.of(
                "proxy_app", "\"kvstore\"",
                "priv_validator_laddr", "\"" + signer + "\"",
                "rpc.laddr", "\"tcp://127.0.0.1:" + rpcPort + "\"",
                "p2p.laddr", "\"tcp://127.0.0.1:" + p2pPort + "\"",
                "consensus.timeout_commit", COMMIT_PAUSE));
        home.editGenesis(chainId, extensions);
        return home;
    }

    private void configure(Map<String, String> values) throws IOException {
        Path file = directory.resolve("config/config.toml");
        Files.write(file, ConfigurationEdit.apply(Files.readAllLines(file), values));
    }

    private void editGenesis(String chainId, String extensions) throws IOException {
        Path file = directory.resolve("config/genesis.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode genesis = (ObjectNode) json.readTree(file.toFile());
        genesis.put("chain_id", chainId);
        if (!extensions.isEmpty()) {
            ObjectNode section = (ObjectNode) genesis.path("consensus_params").path(extensions);
            section.put("vote_extensions_enable_height", "1");
        }
        Files.writeString(file, genesis.toPrettyString());
    }

    /** Who signs from the next start on: an address to listen on for members, or nothing for the node's own key file. */
    void signBy(String address) throws IOException {
        configure(Map.of("priv_validator_laddr", "\"" + address + "\""));
    }

    Path stateFile() {
        return directory.resolve("data/priv_validator_state.json");
    }

    /** Gives the node a key and the state that belongs to it, as an operator does. */
    void putKey(Path key, Path state) throws IOException {
        Files.copy(key, keyFile(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(state, stateFile(), StandardCopyOption.REPLACE_EXISTING);
    }

    Path keyFile() {
        return directory.resolve("config/priv_validator_key.json");
    }

    /** Takes key and state off the node, as an operator does. The node makes a key of its own then, which signs nothing. */
    ConsensusKey takeKey(Path target) throws IOException {
        Files.move(keyFile(), target);
        Files.delete(stateFile());
        return ConsensusKey.read(target);
    }

    /** Where the node listens when its signers come over a unix socket. */
    Path socket() {
        return directory.resolveSibling("node.sock");
    }

    /** Starts the node. It would not listen on a socket that an earlier start of it left behind. */
    ChildProcess start(Path log) throws IOException {
        Files.deleteIfExists(socket());
        return ChildProcess.start("node", List.of(binary.toString(), "start", "--home", directory.toString()), log);
    }
}
