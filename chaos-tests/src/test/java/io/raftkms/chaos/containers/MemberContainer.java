package io.raftkms.chaos.containers;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A member in a container as docs/docker.md runs it: read-only, without capabilities, its home on a volume. */
final class MemberContainer {
    static final String HOME = "/var/lib/raftkms";
    static final String LAUNCHER = "/opt/raftkms/bin/raftkms";
    static final long MEMORY = 1L << 30;
    /** The member whose health is asked for more often: each time takes a JVM, so it is one alone, and not too often. */
    static final String WATCHED = "c";

    private static final String IMAGE = System.getProperty("raftkms.image");

    private MemberContainer() {}

    /** To be called once before any member starts. */
    static void prepare(ContainerLabel label) throws IOException {
        new ImageClasses(label, IMAGE).make();
    }

    /** One that does not run yet; an image that is missing fails at once. */
    static GenericContainer<?> of(String member, Bridge bridge, String volume, ContainerLabel label) {
        ImageClasses classes = new ImageClasses(label, IMAGE);
        return new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withImagePullPolicy(image -> false)
                .withEnv("RAFTKMS_JAVA_OPTS", classes.options())
                .withLabels(label.asMap())
                .withTmpFs(Map.of("/tmp", "size=16m"))
                .withCreateContainerCmdModifier(command -> {
                    command.withAliases(member).withIpv4Address(bridge.address(member));
                    command.getHostConfig()
                            .withNetworkMode(bridge.name())
                            .withReadonlyRootfs(true)
                            .withCapDrop(Capability.ALL)
                            .withMemory(MEMORY)
                            .withMemorySwap(MEMORY)
                            .withBinds(new Bind(volume, new Volume(HOME)), classes.bind());
                    watch(member, command);
                });
    }

    /** The image's own health check, more often. */
    private static void watch(String member, CreateContainerCmd command) {
        if (member.equals(WATCHED)) {
            command.withHealthcheck(new HealthCheck()
                    .withTest(List.of("CMD", LAUNCHER, "cluster", "status", "-c", HOME + "/raftkms.toml"))
                    .withInterval(TimeUnit.SECONDS.toNanos(12))
                    .withTimeout(TimeUnit.SECONDS.toNanos(12))
                    .withStartPeriod(TimeUnit.SECONDS.toNanos(30))
                    .withRetries(1));
        }
    }
}
