package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.config.ValidatorAddress;
import io.raftkms.signer.home.MemberPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code cluster grow} makes, and where. */
final class GrowOptions {
    private static final int MIN_MEMBERS = 3;
    private static final int MAX_MEMBERS = 9;
    private static final Pattern OTHER_ADDRESS = Pattern.compile("(.+)=((?:tcp|unix)://.+)");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--member",
            required = true,
            paramLabel = MemberArgument.FORM,
            description = "A member of the new cluster, as for `cluster init`: three or more, an odd number.")
    private List<String> members;

    @Option(
            names = "--validator",
            paramLabel = "OLD=NEW",
            description =
                    "A validator node that the new members reach under another address than the old one does, as OLD"
                            + " stands in its configuration.")
    private List<String> validators = List.of();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where the homes go; the same each time.")
    private Path out;

    @Option(
            names = "--prepare",
            description =
                    "Only make the homes, to be copied while the old member signs on; then run the command without it.")
    private boolean prepare;

    @Option(
            names = "--never-used-elsewhere",
            description = "A key was sealed before, and no other signer ever had it: move it nevertheless.")
    private boolean neverUsedElsewhere;

    @Option(names = "--yes", description = "Do not ask before the keys are sealed.")
    private boolean yes;

    boolean prepares() {
        return prepare;
    }

    boolean neverUsedElsewhere() {
        return neverUsedElsewhere;
    }

    boolean yes() {
        return yes;
    }

    Path directory(Environment in) {
        return in.directory().resolve(out).normalize();
    }

    /** The new members, with nonces that were never there. */
    List<MemberPlan> members(Environment in) {
        requireUsage(
                members.size() >= MIN_MEMBERS && members.size() <= MAX_MEMBERS && members.size() % 2 == 1,
                "--member is given for each member of the new cluster: 3, 5, 7 or 9 of them, not " + members.size());
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

    /** New addresses by old ones, both as they stand in a configuration. */
    Map<String, String> validators() {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (String text : validators) {
            Matcher matcher = OTHER_ADDRESS.matcher(text);
            requireUsage(
                    matcher.matches()
                            && ValidatorAddress.parse(matcher.group(2), Path.of("/"))
                                    .isPresent()
                            && !text.contains("\""),
                    "--validator " + text + " is not OLD=NEW, NEW as " + ValidatorAddress.FORM);
            addresses.put(matcher.group(1), matcher.group(2));
        }
        return addresses;
    }

    private void requireUsage(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
