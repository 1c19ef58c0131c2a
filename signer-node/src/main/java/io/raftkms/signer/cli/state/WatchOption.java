package io.raftkms.signer.cli.state;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.files.ConsensusAddress;
import io.raftkms.signer.cli.ShellWord;
import io.raftkms.signer.rpc.ForeignSignatures;
import io.raftkms.signer.rpc.NodeRpc;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --watch-blocks} and {@code --rpc}: look for another signer of the key before it signs here. */
public final class WatchOption {
    private static final int MOST = 1000;
    private static final Duration BETWEEN = Duration.ofMillis(500);
    /** Chains make a block in one to ten seconds; rounds that fail take longer. */
    private static final Duration FOR_ONE = Duration.ofSeconds(30);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--watch-blocks",
            paramLabel = "N",
            description = "First watch N new blocks for a signature of the key, and refuse at the first; needs --rpc.")
    private Integer blocks;

    @Option(names = "--rpc", paramLabel = "URL", description = "RPC of a node of the chain, as http://HOST:26657.")
    private URI rpc;

    /** Whether there is anything to watch. */
    public boolean given() {
        if ((blocks == null) != (rpc == null)) {
            throw new ParameterException(command.commandLine(), "--watch-blocks and --rpc go together");
        }
        if (blocks != null && (blocks < 1 || blocks > MOST)) {
            throw new ParameterException(command.commandLine(), "--watch-blocks is 1 to " + MOST + ", not " + blocks);
        }
        return blocks != null;
    }

    /**
     * Watches, if that was asked for; fails with {@link io.raftkms.signer.message.CommandException}.
     *
     * @param publicKey lower-case hex of an Ed25519 key
     */
    public void watch(String chainId, String publicKey) {
        if (!given()) {
            return;
        }
        ConsensusPublicKey key = new ConsensusPublicKey(
                KeyType.ED25519, ByteString.copyFrom(HexFormat.of().parseHex(publicKey)));
        String address = ConsensusAddress.of(key).hex();
        PrintWriter err = command.commandLine().getErr();
        err.println("watching " + blocks + " blocks of chain " + chainId + " for signatures of " + address);
        err.flush();
        new ForeignSignatures(node(), chainId, BETWEEN, System::nanoTime)
                .watch(address, blocks, FOR_ONE.multipliedBy(blocks + 2L), height -> {
                    err.println("block " + height + ": none");
                    err.flush();
                });
    }

    /** As arguments of the same command elsewhere. */
    String arguments() {
        return given() ? " --watch-blocks " + blocks + " --rpc " + ShellWord.of(rpc) : "";
    }

    private NodeRpc node() {
        try {
            return new NodeRpc(rpc);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--rpc: " + e.getMessage(), e);
        }
    }
}
