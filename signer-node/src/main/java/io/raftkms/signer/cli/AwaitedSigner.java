package io.raftkms.signer.cli;

import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;

/** The signer that a simulated validator node waits for. */
public final class AwaitedSigner {
    private AwaitedSigner() {}

    /**
     * Listens.
     *
     * @param address as it was given
     * @throws CommandException if the address cannot be used
     */
    public static void listen(SimulatedValidator node, String address, PrintWriter err) {
        try {
            node.listen(Duration.ZERO);
        } catch (IOException e) {
            throw new CommandException(
                    MessageCode.PORT_IN_USE, "cannot listen on " + address + ": " + IoReason.of(e), e);
        }
        err.println("waiting for a signer on " + address);
        err.flush();
    }

    /**
     * Waits until a signer has named its key, as long as a node tries.
     *
     * @throws CommandException if none did
     */
    public static void await(SimulatedValidator node, String address) throws InterruptedException {
        node.refreshPublicKey();
        if (node.publicKey() == null) {
            throw new CommandException(
                    MessageCode.NO_LEADER,
                    "no signer named its key on " + address,
                    "start the signer; its validator address must be this one");
        }
    }
}
