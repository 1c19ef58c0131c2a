package io.raftkms.signer.cli;

import io.raftkms.signer.config.ChainSettings;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.Suggestion;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.util.List;

/** {@code --chain-id}: must be one of the configuration's. */
public final class ChainArgument {
    private ChainArgument() {}

    /**
     * @throws CommandException naming the chains that there are
     */
    public static void requireConfigured(Configuration configuration, String chainId) {
        List<String> chains =
                configuration.chains().stream().map(ChainSettings::id).toList();
        if (!chains.contains(chainId)) {
            String meant = Suggestion.nearest(chainId, chains)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("");
            throw new CommandException(
                    MessageCode.CHAIN_NOT_CONFIGURED,
                    configuration.file() + " has no chain " + chainId + "; it has " + String.join(", ", chains)
                            + meant);
        }
    }
}
