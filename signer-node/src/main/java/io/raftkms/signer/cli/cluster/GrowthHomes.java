package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.admin.ClusterReport;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.IoReason;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.SocketAddressText;
import io.raftkms.signer.config.ValidatorAddress;
import io.raftkms.signer.config.ValidatorSettings;
import io.raftkms.signer.growth.Growth;
import io.raftkms.signer.home.ClusterPlan;
import io.raftkms.signer.home.GrownHomes;
import io.raftkms.signer.home.MemberPlan;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The homes of the cluster that a cluster of one becomes. */
final class GrowthHomes {
    private static final Duration CA_VALIDITY = Duration.ofDays(3650);
    private static final Duration MEMBER_VALIDITY = Duration.ofDays(730);

    private final Environment environment;
    private final Configuration like;
    private final Map<String, String> validators;
    private final ClusterPlan plan;

    /**
     * @param like of the cluster of one
     * @param members of the new cluster
     * @param validators addresses that differ
     */
    GrowthHomes(Environment environment, Configuration like, List<MemberPlan> members, Map<String, String> validators) {
        this.environment = environment;
        this.like = like;
        this.validators = validators;
        byte[] suffix = new byte[4];
        environment.random().nextBytes(suffix);
        String chain = like.chains().stream().findFirst().map(one -> one.id()).orElse("raftkms");
        this.plan = new ClusterPlan(
                chain + "-" + HexFormat.of().formatHex(suffix),
                chain,
                members,
                List.of(),
                false,
                CA_VALIDITY,
                MEMBER_VALIDITY);
    }

    /**
     * What they will be, before anything is written.
     *
     * @param old what the member of the cluster of one says
     * @throws CommandException if no such homes could work
     */
    Growth planned(ClusterReport old) {
        ClusterReport.Member self = old.members().get(0);
        try {
            GrownHomes homes = homes();
            requireReachable(homes.configuration(plan, like, validators));
            return new Growth(
                    Growth.FORM,
                    old.clusterId(),
                    self.name() + "#" + self.nonce(),
                    environment.clock().instant().toString(),
                    plan.clusterId(),
                    "",
                    plan.members().stream().map(Growth.Member::of).toList(),
                    homes.keysElsewhere(plan, like).stream().map(Path::toString).toList(),
                    keys(self.facts()));
        } catch (IOException e) {
            throw new CommandException(MessageCode.GROWTH_REFUSED, like.file() + ": " + IoReason.of(e), e);
        }
    }

    /** Writes them all, or nothing; gives the record with the new CA's fingerprint. */
    Growth write(Growth planned, Path directory) {
        Growth[] written = new Growth[1];
        GrownHomes.Beside record = new GrownHomes.Beside(Growth.FILE, fingerprint -> {
            written[0] = planned.withFingerprint(fingerprint);
            return written[0].bytes();
        });
        try {
            homes().write(plan, like, validators, record, directory);
            return written[0];
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(
                    MessageCode.FILE_EXISTS, directory + " exists and is not an empty directory.", e);
        } catch (IOException e) {
            throw new CommandException(
                    MessageCode.FILE_NOT_WRITTEN,
                    "writing " + directory + " failed, nothing was sealed: " + IoReason.of(e),
                    e);
        }
    }

    private GrownHomes homes() {
        return new GrownHomes(environment.clock(), environment.random());
    }

    private static List<Growth.Key> keys(MemberFacts facts) {
        return facts.keys().stream()
                .map(key -> new Growth.Key(key.chainId(), key.publicKey()))
                .toList();
    }

    /** An address of this machine is of no use to members elsewhere. */
    private void requireReachable(Configuration made) {
        for (Map.Entry<String, String> other : validators.entrySet()) {
            if (made.validators().stream().noneMatch(one -> isAt(one, other.getValue()))) {
                throw new CommandException(
                        MessageCode.GROWTH_REFUSED, like.file() + " has no validator node at " + other.getKey());
            }
        }
        if (plan.members().stream().allMatch(member -> SocketAddressText.isLoopback(member.host()))) {
            return;
        }
        for (ValidatorSettings validator : made.validators()) {
            ValidatorAddress address = validator.address();
            if (!(address instanceof ValidatorAddress.Tcp tcp) || SocketAddressText.isLoopback(tcp.host())) {
                throw new CommandException(
                        MessageCode.GROWTH_REFUSED,
                        "the validator node at " + address + " is reached from this machine only",
                        "let it listen where the new members reach it, and give --validator OLD=NEW, OLD as it stands in "
                                + like.file());
            }
        }
    }

    private static boolean isAt(ValidatorSettings one, String address) {
        return ValidatorAddress.parse(address, Path.of("/"))
                .filter(one.address()::equals)
                .isPresent();
    }
}
