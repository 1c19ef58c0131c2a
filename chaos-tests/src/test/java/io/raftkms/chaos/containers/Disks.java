package io.raftkms.chaos.containers;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/** What befalls a member's volume. Where it may not run on such a one, that it refuses is part of healing. */
final class Disks {
    /** Name of the place where a member's double is. */
    static final String CLONE = "clone";

    private static final Duration READY = Duration.ofMinutes(2);
    private static final int FIRST_REFUSAL = 20;
    private static final int LAST_REFUSAL = 29;

    private final ContainerCluster cluster;
    private final DockerClient docker = DockerClientFactory.instance().client();
    private GenericContainer<?> twin;

    Disks(ContainerCluster cluster) {
        this.cluster = cluster;
    }

    List<Word> words() {
        return List.of(
                Word.each("fill", this::fill, this::free),
                Word.each("protect", this::protect, this::unprotect),
                Word.each("wipe", this::wipe, this::refusedAndPutBack),
                Word.each("restore", this::restore, this::refusedAndPutBack),
                Word.each("clone", this::duplicate, this::twinRefused));
    }

    private static String home(String member) {
        return Keeper.HOMES + "/" + member;
    }

    private void fill(String member) throws IOException, InterruptedException {
        cluster.keeper().run("dd if=/dev/zero of=" + home(member) + "/fill bs=64k 2>/dev/null || true");
    }

    private void free(String member) throws IOException, InterruptedException {
        cluster.keeper().run("rm -f " + home(member) + "/fill");
        if (!cluster.isAlive(member)) {
            cluster.start(member);
        }
    }

    /** As a file system that its kernel makes read-only, and a host that starts the member again on it. */
    private void protect(String member) throws IOException, InterruptedException {
        cluster.kill(member);
        remount(member, "ro");
        cluster.start(member);
    }

    private void unprotect(String member) throws IOException, InterruptedException {
        int code = cluster.awaitEnd(member);
        remount(member, "rw");
        cluster.start(member);
        if (code == 0) {
            throw new IllegalStateException(member + " ended in order on a disk that takes no writes");
        }
    }

    private void remount(String member, String how) throws IOException, InterruptedException {
        cluster.keeper().run("mount -o remount," + how + " " + home(member));
    }

    private void wipe(String member) throws IOException, InterruptedException {
        cluster.kill(member);
        keep(member);
        cluster.keeper().run("rm -rf " + home(member) + "/data/*");
        cluster.start(member);
    }

    /** Back to the disk of a few hundred signatures ago, of a member that was stopped then. */
    private void restore(String member) throws IOException, InterruptedException {
        cluster.stop(member);
        String data = home(member) + "/data";
        cluster.keeper().run("rm -rf /old; cp -a " + data + " /old");
        cluster.start(member);
        cluster.awaitReady(READY);
        cluster.kill(member);
        keep(member);
        cluster.keeper().run("rm -rf " + data + "; cp -a /old " + data);
        cluster.start(member);
    }

    private void keep(String member) throws IOException, InterruptedException {
        cluster.keeper().run("rm -rf /kept; cp -a " + home(member) + "/data /kept");
    }

    private void refusedAndPutBack(String member) throws IOException, InterruptedException {
        int code = cluster.awaitEnd(member);
        String data = home(member) + "/data";
        cluster.keeper().run("rm -rf " + data + "; cp -a /kept " + data);
        cluster.start(member);
        assertRefused(member, code);
    }

    /** A second one with the same home on another machine. The first one runs on, and stands still for the copy alone. */
    private void duplicate(String member) throws IOException, InterruptedException {
        String clone = home(CLONE);
        cluster.freeze(member);
        try {
            cluster.keeper().run("rm -rf " + clone + "/*; cp -a " + home(member) + "/. " + clone);
        } finally {
            cluster.thaw(member);
        }
        twin = MemberContainer.of(CLONE, cluster.bridge(), cluster.keeper().volume(CLONE), cluster.label());
        twin.start();
    }

    private void twinRefused(String member) {
        if (twin == null || twin.getContainerId() == null) {
            return;
        }
        ContainerCluster.awaiting("the end of the double of " + member).until(() -> !twin.isRunning());
        int code = twin.getCurrentContainerInfo().getState().getExitCodeLong().intValue();
        docker.removeContainerCmd(twin.getContainerId()).withForce(true).exec();
        twin = null;
        assertRefused("the double of " + member, code);
    }

    private static void assertRefused(String who, int code) {
        if (code < FIRST_REFUSAL || code > LAST_REFUSAL) {
            throw new IllegalStateException(who + " ended with " + code + ", which is no refusal");
        }
    }
}
