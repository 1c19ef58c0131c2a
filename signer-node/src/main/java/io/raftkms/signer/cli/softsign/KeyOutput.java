package io.raftkms.signer.cli.softsign;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.files.ConsensusAddress;
import io.raftkms.protocol.files.PublicKeyText;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options and output that the softsign commands share: the public side of a key, as text or as one JSON object. */
final class KeyOutput {
    private static final String SUFFIX = "valcons";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Any address will do: they all have the same length. */
    private static final ConsensusAddress SAMPLE = new ConsensusAddress(ByteString.copyFrom(new byte[20]));

    @Option(
            names = "--prefix",
            defaultValue = "cosmos",
            paramLabel = "PREFIX",
            description = "The chain's address prefix, as cosmos or osmo (default: ${DEFAULT-VALUE}).")
    private String prefix;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    /** Before anything is written: a wrong option must not leave a key behind. */
    void requireUsablePrefix(CommandSpec spec) {
        try {
            SAMPLE.bech32(addressPrefix());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--prefix: " + e.getMessage());
        }
    }

    /**
     * @param done what the command did, as a line for people; empty if it only looked
     */
    void print(CommandSpec spec, String done, Path file, ConsensusPublicKey key) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(asJson(file, key));
        } else {
            if (!done.isEmpty()) {
                out.println(done);
            }
            ConsensusAddress address = ConsensusAddress.of(key);
            out.println("type        " + key.type());
            out.println("public key  " + PublicKeyText.base64(key) + "  (base64)");
            out.println("            " + PublicKeyText.hex(key) + "  (hex)");
            out.println("            " + PublicKeyText.cosmosJson(key));
            out.println("address     " + address.hex());
            out.println("            " + address.bech32(addressPrefix()));
        }
        out.flush();
    }

    void warn(CommandSpec spec, String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("warning: " + sentence);
        err.flush();
    }

    private ObjectNode asJson(Path file, ConsensusPublicKey key) {
        ConsensusAddress address = ConsensusAddress.of(key);
        return JSON.createObjectNode()
                .put("file", file.toString())
                .put("type", key.type().toString())
                .put("public_key", PublicKeyText.base64(key))
                .put("public_key_hex", PublicKeyText.hex(key))
                .put("address", address.hex())
                .put("consensus_address", address.bech32(addressPrefix()));
    }

    private String addressPrefix() {
        return prefix.endsWith(SUFFIX) ? prefix : prefix + SUFFIX;
    }
}
