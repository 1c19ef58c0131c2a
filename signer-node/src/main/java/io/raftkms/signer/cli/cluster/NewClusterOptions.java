package io.raftkms.signer.cli.cluster;

import io.raftkms.protocol.files.SecretSeed;
import io.raftkms.signer.cli.ConsensusKeyFile;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.IoReason;
import io.raftkms.signer.config.ValidatorAddress;
import io.raftkms.signer.home.ClusterHomes;
import io.raftkms.signer.home.ClusterPlan;
import io.raftkms.signer.home.MemberPlan;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of the commands that make a cluster, and the homes that they ask for. */
final class NewClusterOptions {
    private static final int MAX_MEMBERS = 9;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--chain-id", required = true, paramLabel = "ID", description = "The chain to sign on.")
    private String chainId;

    @Option(
            names = "--member",
            required = true,
            paramLabel = MemberArgument.FORM,
            description =
                    "A member, its advertised host, and its ports: RAFT is 26670, PEER is RAFT+1 unless given. BIND"
                            + " is the address to bind to where it differs from HOST.")
    private List<String> members;

    @Option(
            names = "--validator",
            required = true,
            paramLabel = "ADDRESS",
            description = "A validator node's priv_validator_laddr as the members reach it: " + ValidatorAddress.FORM
                    + ". Several are nodes of one validator, with one key.")
    private List<String> validators;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Key to import into every home: priv_validator_key.json, or a softsign key file of tmkms.")
    private Path key;

    @Option(
            names = "--allow-even",
            description =
                    "Allow an even number of members. Two survive no more failures than one: none; four no more than three.")
    private boolean allowEven;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write; absent or empty.")
    private Path out;

    @Option(
            names = "--ca-days",
            paramLabel = "DAYS",
            defaultValue = "3650",
            description = "Validity of the CA: ${DEFAULT-VALUE} days.")
    private int caDays;

    @Option(
            names = "--certificate-days",
            paramLabel = "DAYS",
            defaultValue = "730",
            description = "Validity of the members' certificates: ${DEFAULT-VALUE} days.")
    private int certificateDays;

    /**
     * What the options ask for, with a cluster id that was never there.
     *
     * @throws ParameterException if they contradict each other
     */
    ClusterPlan plan(Environment in) {
        requireUsage(
                chainId.matches("[A-Za-z0-9_.-]{1,50}"),
                "--chain-id is 1-50 letters, digits, hyphens," + " underscores and dots");
        requireUsage(members.size() <= MAX_MEMBERS, "more than " + MAX_MEMBERS + " members are of no use");
        requireUsage(
                certificateDays >= 1 && certificateDays <= caDays && caDays <= 36_500,
                "--certificate-days is at" + " least 1 and at most --ca-days, and that at most 36500");
        if (members.size() % 2 == 0 && !allowEven) {
            throw new CommandException(MessageCode.EVEN_CLUSTER, EvenNumber.sentence(members.size()));
        }
        byte[] suffix = new byte[4];
        in.random().nextBytes(suffix);
        return new ClusterPlan(
                chainId + "-" + HexFormat.of().formatHex(suffix),
                chainId,
                memberPlans(in),
                validatorAddresses(),
                allowEven && members.size() % 2 == 0,
                Duration.ofDays(caDays),
                Duration.ofDays(certificateDays));
    }

    private List<MemberPlan> memberPlans(Environment in) {
        try {
            List<MemberArgument> arguments = new ArrayList<>();
            for (String member : members) {
                arguments.add(MemberArgument.parse(member));
            }
            return new MemberPlans(in.random()).plan(arguments);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--member: " + e.getMessage());
        }
    }

    private List<String> validatorAddresses() {
        for (String validator : validators) {
            Optional<ValidatorAddress> address = ValidatorAddress.parse(validator, Path.of("/"));
            requireUsage(address.isPresent(), "--validator " + validator + " is not " + ValidatorAddress.FORM);
            requireUsage(
                    !validator.startsWith("unix://") || validator.startsWith("unix:///"),
                    "--validator " + validator + " needs an absolute path: unix:///path");
        }
        requireUsage(
                new LinkedHashSet<>(validators).size() == validators.size(), "the same --validator is given twice");
        return List.copyOf(validators);
    }

    /**
     * Writes the homes, or nothing.
     *
     * @return the CA's certificate fingerprint
     */
    String write(Environment in, ClusterPlan plan) {
        Path directory = directory(in);
        ClusterHomes homes = new ClusterHomes(in.clock(), in.random());
        if (key == null) {
            return write(homes, plan, Optional.empty(), directory);
        }
        try (SecretSeed seed = ConsensusKeyFile.read(in.directory().resolve(key).normalize())) {
            return write(homes, plan, Optional.of(seed), directory);
        }
    }

    /** Where the homes go. */
    Path directory(Environment in) {
        return in.directory().resolve(out).normalize();
    }

    /** Whether a key goes into every home. */
    boolean importsKey() {
        return key != null;
    }

    private static String write(ClusterHomes homes, ClusterPlan plan, Optional<SecretSeed> seed, Path directory) {
        try {
            return homes.write(plan, seed, directory);
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(
                    MessageCode.FILE_EXISTS, directory + " exists and is not an empty directory.", e);
        } catch (IOException e) {
            throw new CommandException(
                    MessageCode.FILE_NOT_WRITTEN, "writing " + directory + " failed: " + IoReason.of(e), e);
        }
    }

    private void requireUsage(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
