package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.Failure;
import io.raftkms.signer.message.MessageCode;
import io.raftkms.signer.recovery.OldMember;
import java.io.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Members of the lost cluster, and how each was destroyed or fenced. */
final class OldMemberOptions {
    private static final int MIN_CHARACTERS = 10;
    private static final int MAX_CHARACTERS = 500;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--old-member",
            paramLabel = "NAME=HOST[:RAFT[,PEER]]",
            description =
                    "A member of the lost cluster that the sources do not name; needed where only bundles are left.")
    private List<String> members = List.of();

    @Option(
            names = "--fenced",
            paramLabel = "NAME=TEXT",
            description =
                    "How this old member was destroyed or fenced: it goes into the record. Asked on the terminal for"
                            + " each one without.")
    private List<String> fenced = List.of();

    /** The old members of {@code --old-member}. */
    List<OldMember> named() {
        List<OldMember> named = new ArrayList<>();
        for (String text : members) {
            try {
                MemberArgument one = MemberArgument.parse(text);
                named.add(new OldMember(
                        one.name(),
                        List.of(
                                new OldMember.PeerAddress(one.host(), one.peerPort()),
                                new OldMember.PeerAddress(one.host(), one.raftPort()))));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), "--old-member: " + e.getMessage(), e);
            }
        }
        return named;
    }

    /**
     * How each of them was fenced.
     *
     * @param console null without a terminal
     * @throws CommandException {@code RECOVERY_NOT_FENCED}, naming those that nobody accounts for
     */
    Map<OldMember, String> fates(List<OldMember> old, Console console) {
        Map<String, String> given = given();
        Map<OldMember, String> fates = new LinkedHashMap<>();
        List<Failure> missing = new ArrayList<>();
        for (OldMember member : old) {
            String fate = given.remove(member.name());
            boolean only = old.stream()
                            .filter(other -> other.shortName().equals(member.shortName()))
                            .count()
                    == 1;
            if (fate == null && only) {
                fate = given.remove(member.shortName());
            }
            if (fate == null && console != null) {
                fate = console.readLine("How was old member %s destroyed or fenced? ", member.name());
            }
            if (fate == null || !accepted(fate)) {
                String argument = only ? member.shortName() : member.name();
                missing.add(Failure.of(
                        MessageCode.RECOVERY_NOT_FENCED,
                        "old member " + member.name() + " is not accounted for in " + MIN_CHARACTERS + "-"
                                + MAX_CHARACTERS + " characters of one line",
                        "destroy or fence it, then give --fenced \"" + argument + "=what was done\""));
            } else {
                fates.put(member, fate.strip());
            }
        }
        if (!given.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--fenced names " + String.join(", ", given.keySet()) + ", which is no member of the lost cluster: "
                            + String.join(
                                    ", ", old.stream().map(OldMember::name).toList()));
        }
        if (!missing.isEmpty()) {
            throw new CommandException(missing);
        }
        return fates;
    }

    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        for (String text : fenced) {
            int equals = text.indexOf('=');
            if (equals < 1 || given.put(text.substring(0, equals), text.substring(equals + 1)) != null) {
                throw new ParameterException(
                        spec.commandLine(), "--fenced is NAME=TEXT, once for a member, not \"" + text + "\"");
            }
        }
        return given;
    }

    private static boolean accepted(String fate) {
        String text = fate.strip();
        return text.length() >= MIN_CHARACTERS
                && text.length() <= MAX_CHARACTERS
                && text.chars().noneMatch(Character::isISOControl);
    }
}
