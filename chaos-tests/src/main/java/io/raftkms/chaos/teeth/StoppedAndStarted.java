package io.raftkms.chaos.teeth;

import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.wire.Position;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A member of one signs, stops in order, which leaves a snapshot, and is started: from that, not from the log. */
final class StoppedAndStarted implements Scene {
    private static final Pattern CODE = Pattern.compile("RK-\\d{4}");

    @Override
    public String name() {
        return "stopped and started";
    }

    @Override
    public List<Finding> play(Setting setting) throws Exception {
        TestCluster cluster = setting.running(1, 1);
        Member a = cluster.member("a");
        Asker node = setting.node(0);
        setting.sign(node, 1, 3);
        a.stop();
        a.start();
        Optional<Integer> end = setting.awaitServingOrEnd(a);
        if (end.isPresent()) {
            return List.of(
                    new Finding(Finding.START_CHECK, "it ended with exit code " + end.get() + ", " + lastCode(a)));
        }
        List<Finding> findings = new ArrayList<>(setting.covered(a));
        node.asks(new Position(2, 1, Position.PREVOTE), node.block(2, 0));
        return findings;
    }

    private static String lastCode(Member member) throws Exception {
        Matcher codes = CODE.matcher(Files.readString(member.log()));
        String last = "without a code";
        while (codes.find()) {
            last = codes.group();
        }
        return last;
    }
}
