package io.raftkms.chaos.nemesis;

import io.raftkms.chaos.network.Conditions;
import io.raftkms.chaos.network.Route;
import java.util.ArrayList;
import java.util.List;

/** Members whose ways to the others are bad for a while. Victims among themselves are disturbed likewise. */
final class Disturbed implements Nemesis {
    private record Way(Route route, Conditions conditions) {}

    private final Stage stage;
    private final Victim victim;
    private final boolean nodesToo;
    private final Conditions from;
    private final Conditions to;
    private final List<Way> disturbed = new ArrayList<>();

    /**
     * @param nodesToo also the ways to validator nodes, as when a host is gone
     * @param from what befalls the ways from the victims
     * @param to what befalls the ways to them
     */
    Disturbed(Stage stage, Victim victim, boolean nodesToo, Conditions from, Conditions to) {
        this.stage = stage;
        this.victim = victim;
        this.nodesToo = nodesToo;
        this.from = from;
        this.to = to;
    }

    @Override
    public String begin() throws InterruptedException {
        List<String> struck = victim.choose(stage.cluster(), stage.random());
        List<String> others = new ArrayList<>(stage.cluster().names());
        if (nodesToo) {
            others.addAll(stage.nodes());
        }
        for (String member : struck) {
            for (String other : others) {
                if (!other.equals(member)) {
                    disturb(stage.network().route(member, other), from);
                    disturb(stage.network().route(other, member), to);
                }
            }
        }
        return String.join(" ", struck);
    }

    private void disturb(Route route, Conditions conditions) {
        route.befall(conditions);
        disturbed.add(new Way(route, conditions));
    }

    @Override
    public void heal() {
        disturbed.forEach(way -> way.route().heal(way.conditions()));
        disturbed.clear();
    }
}
